package io.tongbao.outbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A hint inside one process that events were committed, so that deliverers wake within milliseconds. Only a hint: events of
 * other nodes come without it, so consumers also poll now and then. Raising is cheap when nobody waits.
 */
public final class EventSignal {

    private final AtomicLong raised = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();

    /** To be called after the commit. */
    public void raise() {
        raised.incrementAndGet();
        if (waiting.get() > 0) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** How often it was raised so far; read it before polling and hand it to {@link #await}. */
    public long count() {
        return raised.get();
    }

    /**
     * Waits until it has been raised since {@code seen} was read, or {@code atMost} has passed.
     *
     * @return the new count
     */
    public long await(long seen, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting.incrementAndGet();
            long nanos = atMost.toNanos();
            while (raised.get() == seen && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return raised.get();
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    /** {@link #await(long, Duration)} in milliseconds. */
    public long await(long seen, long atMostMs) throws InterruptedException {
        return await(seen, Duration.ofNanos(TimeUnit.MILLISECONDS.toNanos(atMostMs)));
    }
}
