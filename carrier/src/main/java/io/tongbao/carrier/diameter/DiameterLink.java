package io.tongbao.carrier.diameter;

import io.tongbao.carrier.diameter.wire.Codec;
import io.tongbao.carrier.diameter.wire.Malformed;
import io.tongbao.carrier.diameter.wire.Message;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.NotSent;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.PartnerAnswer.Unknown;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one Diameter peer, kept up: connects again when it is lost, and sends what had no answer again with the T flag (RFC 6733
 * §5.5.4), which is safe because the charging system knows Session-Id and CC-Request-Number.
 */
final class DiameterLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiameterLink.class);

    /** What came of a request. */
    sealed interface Reply {}

    record Answer(Message message) implements Reply {}

    /** No answer: {@link NotSent} or {@link Unknown}. */
    record Silence(PartnerAnswer why) implements Reply {}

    private final DiameterSettings settings;
    private final int originState;
    private final AtomicInteger endToEnd;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private @Nullable DiameterConnection open;

    DiameterLink(DiameterSettings settings, InstantSource clock) {
        this.settings = settings;
        long now = clock.instant().getEpochSecond();
        this.originState = (int) now;
        // RFC 6733 §3: the low 12 bits of the time, then counted up; unique for four minutes.
        this.endToEnd = new AtomicInteger((int) (now & 0xFFF) << 20);
        Thread.ofVirtual().name("diameter-" + settings.profile().id()).start(this::keepUp);
    }

    boolean connected() {
        lock.lock();
        try {
            return open != null;
        } finally {
            lock.unlock();
        }
    }

    private void keepUp() {
        try {
            do {
                once();
            } while (!stopping.await(settings.reconnect().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connects, and returns when that connection has ended. */
    private void once() {
        try (DiameterConnection connection = DiameterConnection.connect(settings, originState)) {
            use(connection);
            if (stopping.getCount() == 0) {
                return;
            }
            LOG.info("{}: connected", settings.profile().id());
            connection.read();
        } catch (IOException | Malformed e) {
            LOG.info("{}: not connected: {}", settings.profile().id(), e.getMessage());
        } finally {
            use(null);
        }
    }

    private void use(@Nullable DiameterConnection connection) {
        lock.lock();
        try {
            open = connection;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @param again whether it may have been sent before
     * @param tooLate gets an answer that comes after this has returned
     */
    Reply exchange(Message request, boolean again, long deadline, Consumer<Message> tooLate) {
        int id = endToEnd.getAndIncrement();
        boolean sent = false;
        while (true) {
            DiameterConnection connection = connection(sent ? deadline : System.nanoTime());
            if (connection == null) {
                return new Silence(sent ? new Unknown(Doubt.CONNECTION_LOST) : new NotSent(Outage.NOT_CONNECTED));
            }
            DiameterConnection.Waiting waiting = connection.waiting(id, tooLate);
            try {
                // A torn write may still have arrived whole, so it counts as sent.
                boolean before = sent;
                sent = true;
                connection.send(Codec.encode(request.with(waiting.hopByHop(), id, again || before)));
                return new Answer(
                        waiting.answer().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                connection.giveUp(waiting);
                return new Silence(new Unknown(Doubt.TIMED_OUT));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                connection.giveUp(waiting);
                return new Silence(new Unknown(Doubt.TIMED_OUT));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Malformed) {
                    return new Silence(new Unknown(Doubt.UNREADABLE));
                }
                forget(connection);
            } catch (IOException e) {
                forget(connection);
            }
        }
    }

    /** Lost: whoever sends next waits for another. */
    private void forget(DiameterConnection connection) {
        lock.lock();
        try {
            if (open == connection) {
                open = null;
            }
        } finally {
            lock.unlock();
        }
        connection.close();
    }

    private @Nullable DiameterConnection connection(long until) {
        lock.lock();
        try {
            long left = until - System.nanoTime();
            while (open == null && left > 0 && stopping.getCount() > 0) {
                left = opened.awaitNanos(left);
            }
            return open;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        lock.lock();
        try {
            if (open != null) {
                open.disconnect();
                open.close();
            }
            open = null;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
