package io.tongbao.bench.ledger;

import java.sql.SQLException;
import javax.sql.DataSource;

/** One way to write transfers, measured for a while on a fresh ledger. */
interface Measurement {

    /**
     * Runs warm-up, then counts.
     *
     * @return transfers a second, each durable when counted
     */
    double perSecond(DataSource dataSource, int warmupSeconds, int seconds) throws SQLException;
}
