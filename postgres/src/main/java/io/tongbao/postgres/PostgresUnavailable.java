package io.tongbao.postgres;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be used. The message is one clear line for the operator, free of passwords; {@link #reason()} says
 * which kind of trouble it is.
 */
public final class PostgresUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** The data, keys or program directory cannot be created, written or reached. */
        NOT_WRITABLE,
        /** Another Tongbao process holds the data directory. */
        LOCKED,
        /** The data directory belongs to another major version, or its password file is gone. */
        INCOMPATIBLE_DATA,
        /** No PostgreSQL program for this machine is on the class path. */
        NO_PROGRAM,
        /** Running as root and there is no way to run PostgreSQL as somebody else. */
        NO_UNPRIVILEGED_USER,
        /** No free loopback port could be bound. */
        PORT_TAKEN,
        /** The server was started and did not come up; the message ends with its last words. */
        START_FAILED,
        /** Nobody answers at the URL, or the login is refused. */
        UNREACHABLE,
        /** The server is older than {@link Databases#OLDEST_MAJOR}. */
        UNSUPPORTED_VERSION,
        /** A setting allows the server to forget a commit it has acknowledged. */
        NOT_DURABLE,
        /** The database was migrated by a newer Tongbao, or an applied migration was edited. */
        WRONG_SCHEMA_VERSION,
        /** A migration failed; the message names it. */
        MIGRATION_FAILED
    }

    private final Reason reason;

    public PostgresUnavailable(Reason reason, String message) {
        this(reason, message, null);
    }

    public PostgresUnavailable(Reason reason, String message, @Nullable Throwable cause) {
        super(oneLine(message), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*[\\r\\n]+\\s*", " | ");
    }
}
