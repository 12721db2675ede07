package io.tongbao.ledger.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Explains what stands on suspense accounts: the module that posts there knows what is on its way. */
@FunctionalInterface
public interface SuspenseBook {

    /** Nothing is on its way: every suspense account must stand at zero. */
    SuspenseBook EMPTY = connection -> Map.of();

    /**
     * The posted balance (credits less debits, minor units) that each suspense account should have; absent means zero.
     *
     * @param connection in the verification's own snapshot; read only
     */
    Map<Long, Long> inFlight(Connection connection) throws SQLException;
}
