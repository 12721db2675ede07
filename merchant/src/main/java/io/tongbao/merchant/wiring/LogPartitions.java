package io.tongbao.merchant.wiring;

import io.tongbao.merchant.DailyPartitions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and drops the daily partitions of the module's logs: at start, then every hour. */
public final class LogPartitions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogPartitions.class);
    private static final int REQUEST_LOG_DAYS = 30;
    private static final int DELIVERY_DAYS = 30;

    private final List<DailyPartitions> tables;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("log-partitions").daemon().unstarted(task));
    private boolean started;

    public LogPartitions(DataSource database, InstantSource clock) {
        this.tables = List.of(
                new DailyPartitions(database, clock, "merchant", "request_log", REQUEST_LOG_DAYS),
                new DailyPartitions(database, clock, "merchant", "webhook_delivery", DELIVERY_DAYS));
    }

    /** Makes today's partitions before it returns; a second call does nothing. */
    public synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        try {
            for (DailyPartitions table : tables) {
                table.maintain();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make the partitions of the logs: " + e.getMessage(), e);
        }
        var unused = timer.scheduleWithFixedDelay(this::maintain, 1, 1, TimeUnit.HOURS);
    }

    private void maintain() {
        for (DailyPartitions table : tables) {
            try {
                table.maintain();
            } catch (SQLException e) {
                // Partitions reach days ahead; the next hour tries again.
                LOG.warn("partitions: {}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
