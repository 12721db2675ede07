package io.tongbao.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventCursorTest {

    private final TestDatabase database = TestPostgres.database("outbox");
    private final List<String> handled = new ArrayList<>();
    private final EventCursor cursor = new EventCursor(database.dataSource(), "webhooks");

    @AfterEach
    void stop() {
        database.close();
    }

    private static Event event(String type, long ts) {
        return new Event(UUID.randomUUID(), type, UUID.randomUUID(), null, ts, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private void append(String... types) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            for (String type : types) {
                EventLog.append(connection, List.of(event(type, 1)));
            }
        }
    }

    private int poll() throws SQLException {
        return cursor.poll(2, (connection, events) -> events.forEach(e -> handled.add(e.type())));
    }

    @Test
    void eventsComeInOrderPageByPageOnce() throws SQLException {
        assertThat(poll()).isZero();
        append("a", "b", "c");
        assertThat(poll()).isEqualTo(2);
        assertThat(poll()).isEqualTo(1);
        assertThat(poll()).isZero();
        assertThat(handled).containsExactly("a", "b", "c");
    }

    @Test
    void aLateCommitIsNotSkipped() throws SQLException {
        poll();
        try (Connection late = database.dataSource().getConnection()) {
            late.setAutoCommit(false);
            EventLog.append(late, List.of(event("late", 1)));
            append("early");
            assertThat(poll()).isZero();
            late.commit();
            late.setAutoCommit(true);
        }
        assertThat(poll()).isEqualTo(2);
        assertThat(handled).containsExactly("late", "early");
    }

    @Test
    void aFailingHandlerMovesNothing() throws SQLException {
        poll();
        append("a");
        assertThatThrownBy(() -> cursor.poll(10, (connection, events) -> {
                    throw new IllegalStateException("cannot deliver");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(poll()).isEqualTo(1);
    }

    @Test
    void oneNodeAtATime() throws SQLException {
        poll();
        append("a");
        cursor.poll(10, (connection, events) -> {
            assertThat(new EventCursor(database.dataSource(), "webhooks").poll(10, (c, e) -> handled.add("twice")))
                    .isZero();
            handled.add("once");
        });
        assertThat(handled).containsExactly("once");
    }

    @Test
    void consumersGoTheirOwnWayAndOldEventsWaitForTheSlowest() throws SQLException {
        EventCursor points = new EventCursor(database.dataSource(), "points");
        points.poll(10, (c, e) -> {});
        poll();
        append("a", "b");
        assertThat(poll()).isEqualTo(2);
        assertThat(deleteOld()).isZero();
        assertThat(points.poll(10, (c, e) -> handled.add("points"))).isEqualTo(2);
        assertThat(deleteOld()).isEqualTo(2);
        append("c");
        assertThat(poll()).isEqualTo(1);
    }

    private int deleteOld() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return EventLog.deleteOld(connection, 100, 10);
        }
    }

    @Test
    void aSignalWakesWhoeverWaits() throws InterruptedException {
        EventSignal signal = new EventSignal();
        long seen = signal.count();
        CompletableFuture<Void> raised = CompletableFuture.runAsync(signal::raise);
        assertThat(signal.await(seen, Duration.ofSeconds(30))).isEqualTo(seen + 1);
        raised.join();
        assertThat(signal.await(seen + 1, Duration.ZERO)).isEqualTo(seen + 1);
    }
}
