package io.tongbao.bench.ledger;

import java.sql.SQLException;
import javax.sql.DataSource;

/** One way to write transfers, measured for a while on a fresh ledger. */
interface Measurement {

    /**
     * Runs warm-up, then counts; may be called again on the same ledger.
     *
     * @return transfers a second, each durable when counted
     */
    double perSecond(DataSource dataSource, long warmupMs, long measureMs) throws SQLException;
}
