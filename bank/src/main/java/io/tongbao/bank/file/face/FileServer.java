package io.tongbao.bank.file.face;

import java.io.IOException;
import java.nio.file.Path;

/** How the sandbox bank's directories are reached; listens on the loopback address only. */
public sealed interface FileServer extends AutoCloseable permits SandboxSftp, SandboxFtp {

    /** @param root what clients see as {@code /} */
    void start(Path root) throws IOException;

    /** {@code 127.0.0.1:port}, once started. */
    default String address() {
        return "127.0.0.1:" + port();
    }

    int port();

    @Override
    void close();
}
