package io.tongbao.bank.sandbox;

import java.io.IOException;

/** One way in which the sandbox bank speaks, over real sockets: turns messages into calls of the books and does what the script draws. */
public interface Face extends AutoCloseable {

    /** {@code iso8583}, {@code http}, {@code file}. */
    String name();

    /** Listens from now on; returns when it does. */
    void start(SandboxBank bank) throws IOException;

    /** Where it listens, once started: {@code 127.0.0.1:port}, or a directory. */
    String address();

    @Override
    void close();
}
