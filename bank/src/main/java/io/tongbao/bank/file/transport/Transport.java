package io.tongbao.bank.file.transport;

import java.io.IOException;

/** The way to a bank's directories; a connection lives for one cycle. */
public interface Transport {

    /** Connects and signs in. The caller closes what it got. */
    RemoteFiles connect() throws IOException;
}
