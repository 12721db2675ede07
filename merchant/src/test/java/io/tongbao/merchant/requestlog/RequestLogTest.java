package io.tongbao.merchant.requestlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.merchant.DailyPartitions;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RequestLogTest {

    @Test
    void entriesAreWrittenAndOldPartitionsDropped() throws SQLException {
        FakeClock clock = new FakeClock();
        try (TestDatabase database = TestPostgres.database("ledger", "merchant")) {
            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            DailyPartitions partitions =
                    new DailyPartitions(database.dataSource(), clock, "merchant", "request_log", 2);
            partitions.maintain();
            RequestLog log = new RequestLog(database.dataSource());
            for (int i = 0; i < 1000; i++) {
                log.offer(entry(clock, i));
            }
            log.close();
            assertThat(log.written()).isEqualTo(1000);
            assertThat(log.dropped()).isZero();
            assertThat(count(jdbc)).isEqualTo(1000);
            clock.advance(Duration.ofDays(2));
            partitions.maintain();
            assertThat(count(jdbc)).isEqualTo(1000);
            clock.advance(Duration.ofDays(1));
            partitions.maintain();
            assertThat(count(jdbc)).isZero();
            partitions.maintain();
        }
    }

    @Test
    void withoutARoomForThemEntriesAreDroppedAndCounted() {
        FakeClock clock = new FakeClock();
        try (TestDatabase database = TestPostgres.database("ledger", "merchant")) {
            // No partition: the database refuses every row, and nobody waits.
            RequestLog log = new RequestLog(database.dataSource());
            log.offer(entry(clock, 1));
            log.close();
            assertThat(log.dropped()).isEqualTo(1);
        }
    }

    private static RequestLogEntry entry(FakeClock clock, int i) {
        return new RequestLogEntry(
                DailyPartitions.micros(clock.instant()),
                "req_" + i,
                null,
                null,
                null,
                "GET",
                "/v1/payments",
                200,
                null,
                100,
                null,
                "127.0.0.1");
    }

    private static int count(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from merchant.request_log")
                .query(Integer.class)
                .single();
    }
}
