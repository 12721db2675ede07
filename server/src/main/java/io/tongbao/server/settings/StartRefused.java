package io.tongbao.server.settings;

/** The server cannot start, for a reason the operator can act on; the message is one clear line. */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefused(String message) {
        super(message);
    }

    public StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
