package io.tongbao.payment;

import io.tongbao.ledger.RiderTable;
import io.tongbao.outbox.Event;
import io.tongbao.outbox.EventLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Events that commit with a posting. */
final class EventRows implements RiderTable<Event> {

    static final EventRows INSTANCE = new EventRows();

    private EventRows() {}

    @Override
    public String name() {
        return "outbox.event";
    }

    @Override
    public void write(Connection connection, List<Event> rows) throws SQLException {
        EventLog.append(connection, rows);
    }
}
