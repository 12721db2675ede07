package io.tongbao.ledger.commit;

import org.jspecify.annotations.Nullable;

/** No connection to the database could be had in time; nothing was applied. */
final class DatabaseLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseLost(@Nullable Throwable cause) {
        super("no connection to the database", cause);
    }
}
