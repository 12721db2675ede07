package io.tongbao.merchant.requestlog;

import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes log entries without ever making a request wait, and writes them by COPY from one thread, at most 200 ms late. When
 * the queue is full or the database refuses, entries are dropped and counted: the log is not the journal.
 */
public final class RequestLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final int CAPACITY = 65_536;
    private static final int MAX_BATCH = 8_192;
    private static final long DELAY_MS = 150;
    private static final String COLUMNS = "ts, request_id, provider_id, customer_id, key_id, method, path, status,"
            + " error_code, duration_us, idempotency_key, remote";

    private final DataSource database;
    private final BlockingQueue<RequestLogEntry> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final Thread writer;
    private volatile boolean open = true;

    public RequestLog(DataSource database) {
        this.database = database;
        this.writer = Thread.ofPlatform().name("request-log").daemon().start(this::run);
    }

    /** Queues an entry or, when there is no room, counts it as dropped. */
    public void offer(RequestLogEntry entry) {
        if (!queue.offer(entry)) {
            dropped.incrementAndGet();
        }
    }

    /** Entries lost since start. */
    public long dropped() {
        return dropped.get();
    }

    /** Entries written since start. */
    public long written() {
        return written.get();
    }

    private void run() {
        List<RequestLogEntry> batch = new ArrayList<>(MAX_BATCH);
        CopyRows rows = new CopyRows(12);
        while (open || !queue.isEmpty()) {
            try {
                RequestLogEntry first = queue.poll(DELAY_MS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                if (open && queue.size() < MAX_BATCH / 2) {
                    // Gathers company for the first: one COPY per delay, not one per request.
                    TimeUnit.MILLISECONDS.sleep(DELAY_MS);
                }
                queue.drainTo(batch, MAX_BATCH - 1);
                write(batch, rows);
            } catch (InterruptedException e) {
                // Nobody here interrupts it; whoever does wants it to end.
                open = false;
            } finally {
                batch.clear();
                rows.clear();
            }
        }
    }

    private void write(List<RequestLogEntry> batch, CopyRows rows) {
        for (RequestLogEntry entry : batch) {
            rows.row()
                    .bigint(entry.ts())
                    .text(entry.requestId())
                    .uuid(entry.providerId())
                    .uuid(entry.customerId())
                    .text(entry.keyId())
                    .text(entry.method())
                    .text(entry.path())
                    .smallint(entry.status())
                    .text(entry.errorCode())
                    .bigint(entry.durationUs())
                    .text(entry.idempotencyKey())
                    .text(entry.remote());
        }
        try (Connection connection = database.getConnection()) {
            rows.copyInto(connection, "merchant.request_log", COLUMNS);
            written.addAndGet(batch.size());
        } catch (SQLException e) {
            dropped.addAndGet(batch.size());
            LOG.warn("{} request log entries were dropped: {}", batch.size(), e.getMessage());
        }
    }

    /** Writes what is queued and stops. */
    @Override
    public void close() {
        // No interrupt: it would cut the write under way. The thread looks at the flag at least every DELAY_MS.
        open = false;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
