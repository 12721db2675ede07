package io.tongbao.merchant.webhook;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.outbox.EventCursor;
import io.tongbao.outbox.EventSignal;
import io.tongbao.vault.Vault;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Runs webhooks on this node: one thread turns events into deliveries as they are committed, another claims due deliveries
 * and gives each attempt a virtual thread. Every node may run one; {@link #start} once, {@link #close} ends both threads and
 * leaves attempts under way to their lease.
 */
public final class WebhookDispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);
    private static final int PAGE = 5_000;
    private static final int MAX_IN_FLIGHT = 256;
    private static final int MAX_IN_FLIGHT_PER_ENDPOINT = 8;
    private static final int MAX_CLAIM = 64;
    private static final long EVENTS_POLL_MS = 500;
    private static final long DUE_POLL_MS = 1_000;
    private static final long AFTER_FAULT_MS = 2_000;

    private final EventCursor cursor;
    private final EventSignal signal;
    private final WebhookFanOut fanOut;
    private final DeliveryStore store;
    private final WebhookClient client;
    private final Map<UUID, Integer> inFlight = new ConcurrentHashMap<>();
    private final Semaphore capacity = new Semaphore(MAX_IN_FLIGHT);
    private final Semaphore wakeUp = new Semaphore(0);
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean open = true;
    private List<Thread> threads = List.of();

    public WebhookDispatcher(
            DataSource database, InstantSource clock, Ids ids, Vault vault, Mode mode, EventSignal signal) {
        this.cursor = new EventCursor(database, "webhooks");
        this.signal = signal;
        this.fanOut = new WebhookFanOut(clock, ids);
        this.store = new DeliveryStore(database, clock, vault, new SecureRandom());
        this.client = new WebhookClient(new TargetGuard(mode), clock);
    }

    /** Starts the two threads. */
    public synchronized void start() {
        if (threads.isEmpty()) {
            threads = List.of(
                    Thread.ofPlatform().name("webhook-events").daemon().start(this::runEvents),
                    Thread.ofPlatform().name("webhook-deliveries").daemon().start(this::runDeliveries));
        }
    }

    /** Turns a page of new events into deliveries. */
    int fanOutOnce() throws SQLException {
        return cursor.poll(PAGE, fanOut::handle);
    }

    /**
     * Claims what is due and starts an attempt for each.
     *
     * @return how many were started
     */
    int dispatchOnce() {
        int room = Math.min(capacity.availablePermits(), MAX_CLAIM);
        if (room == 0) {
            return 0;
        }
        // At most half the cap is claimed at once, and only while at most half is under way: together never above it.
        List<UUID> busy = inFlight.entrySet().stream()
                .filter(entry -> entry.getValue() > MAX_IN_FLIGHT_PER_ENDPOINT / 2)
                .map(Map.Entry::getKey)
                .toList();
        List<ClaimedDelivery> claimed = store.claim(busy, MAX_IN_FLIGHT_PER_ENDPOINT / 2, room);
        for (ClaimedDelivery delivery : claimed) {
            capacity.acquireUninterruptibly();
            inFlight.merge(delivery.endpointId(), 1, Integer::sum);
            Thread.ofVirtual().name("webhook-attempt").start(() -> attempt(delivery));
        }
        return claimed.size();
    }

    private void attempt(ClaimedDelivery delivery) {
        try {
            AttemptResult result = client.send(delivery);
            store.end(delivery, result);
            (result instanceof AttemptResult.Delivered ? delivered : failed).incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DataAccessException e) {
            // The lease runs out and the delivery is due again: at least once.
            LOG.warn("webhook delivery {}: the outcome was not recorded: {}", delivery.id(), e.getMessage());
        } finally {
            inFlight.computeIfPresent(delivery.endpointId(), (id, count) -> count == 1 ? null : count - 1);
            capacity.release();
            wakeUp.release();
        }
    }

    private void runEvents() {
        long seen = signal.count();
        while (open) {
            try {
                int handled = fanOutOnce();
                if (handled > 0) {
                    wakeUp.release();
                }
                if (handled < PAGE) {
                    long before = seen;
                    seen = signal.await(before, EVENTS_POLL_MS);
                }
            } catch (SQLException e) {
                LOG.warn("webhook events: {}", e.getMessage());
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void runDeliveries() {
        while (open) {
            try {
                if (dispatchOnce() == 0) {
                    boolean unused = wakeUp.tryAcquire(DUE_POLL_MS, TimeUnit.MILLISECONDS);
                }
                wakeUp.drainPermits();
            } catch (DataAccessException e) {
                LOG.warn("webhook deliveries: {}", e.getMessage());
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(AFTER_FAULT_MS);
        } catch (InterruptedException e) {
            open = false;
        }
    }

    /** Wakes the delivery thread, as a resend by hand does. */
    public void wake() {
        wakeUp.release();
    }

    /** Attempts that were answered with 2xx since start. */
    public long delivered() {
        return delivered.get();
    }

    /** Attempts that were not, since start. */
    public long failed() {
        return failed.get();
    }

    /** Waits until no attempt is under way; false when that takes longer. */
    boolean awaitIdle(Duration atMost) throws InterruptedException {
        if (!capacity.tryAcquire(MAX_IN_FLIGHT, atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        capacity.release(MAX_IN_FLIGHT);
        return true;
    }

    @Override
    public synchronized void close() {
        open = false;
        for (Thread thread : threads) {
            thread.interrupt();
        }
        client.close();
    }
}
