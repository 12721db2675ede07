package io.tongbao.ledger.commit;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What an SQLSTATE means for a batch (PostgreSQL manual, appendix A). */
final class SqlStates {

    private SqlStates() {}

    /** Deadlock or serialization failure: the same batch may pass at once. */
    static boolean isDeadlock(SQLException e) {
        String state = state(e);
        return state.equals("40P01") || state.equals("40001");
    }

    /** Also a unique violation: another node wrote the same key first, and a second look finds its row. */
    static boolean mayPassNextTime(SQLException e) {
        return isDeadlock(e) || state(e).equals("23505");
    }

    /** The connection is gone, or the server is stopping, starting or recovering. */
    static boolean isConnectionLost(SQLException e) {
        String state = state(e);
        return state.startsWith("08") || state.startsWith("57P") || state.equals("25006");
    }

    /** A constraint, a trigger or a conflict spoke against the transaction: it is known not to be committed. */
    static boolean isRefusal(SQLException e) {
        String state = state(e);
        boolean rolledBack = state.startsWith("40") && !state.equals("40003");
        return rolledBack || state.startsWith("23") || state.startsWith("P0");
    }

    private static String state(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null ? "" : state;
    }
}
