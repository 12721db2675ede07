package io.tongbao.bench.cli;

/** A command cannot go on, for a reason its user can act on; the message is one clear line. */
public final class CommandFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandFailed(String message) {
        super(message);
    }

    public CommandFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
