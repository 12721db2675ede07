package io.tongbao.partner.guard;

import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.NotSent;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.PartnerAnswer.Unknown;
import io.tongbao.partner.PartnerId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to call a partner: within its switch, its circuit breaker, its room and its time. A partner that hangs holds its own threads
 * and its own room, nobody else's. Thread-safe.
 */
public final class PartnerGate implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PartnerGate.class);
    /** What an adapter gets beyond its own time-out before its call is given up from outside. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final Switches switches;
    private final Function<PartnerId, ExecutorService> threads;
    private final Map<PartnerId, Compartment> compartments = new ConcurrentSkipListMap<>();

    public PartnerGate(InstantSource clock, Switches switches) {
        this(
                clock,
                switches,
                partner -> Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("partner-" + partner + "-", 0).factory()));
    }

    /** @param threads each partner's own; closed with the gate */
    public PartnerGate(InstantSource clock, Switches switches, Function<PartnerId, ExecutorService> threads) {
        this.clock = clock;
        this.switches = switches;
        this.threads = threads;
    }

    /**
     * @param timeout the adapter's own; it is given up a little later
     * @param maxInFlight calls at a time, from 1
     * @param ready whether the partner could take a call now
     */
    public void admit(PartnerId partner, Duration timeout, int maxInFlight, BooleanSupplier ready) {
        if (compartments.putIfAbsent(
                        partner, new Compartment(partner, timeout, maxInFlight, ready, threads.apply(partner), clock))
                != null) {
            throw new IllegalArgumentException("partner " + partner + " is there already");
        }
    }

    /** The partner of this name, if there is one. */
    public Optional<PartnerId> find(String name) {
        return compartments.keySet().stream()
                .filter(partner -> partner.value().equals(name))
                .findFirst();
    }

    /** Whether new business could go there now. */
    public boolean open(PartnerId partner) {
        Compartment c = compartments.get(partner);
        return c != null
                && switches.on(partner)
                && c.fuse.state() != Fuse.State.OPEN
                && c.business.availablePermits() > 0
                && c.ready.getAsBoolean();
    }

    /** How much of what several could serve goes there. */
    public int weight(PartnerId partner) {
        return switches.weight(partner);
    }

    /** New business. Blocks the caller for the partner's time-out at most, a little more if its adapter fails to keep it. */
    public PartnerAnswer call(PartnerId partner, Supplier<PartnerAnswer> work) {
        Compartment c = compartments.get(partner);
        if (c == null || !switches.on(partner)) {
            return new NotSent(Outage.SWITCHED_OFF);
        }
        if (!c.business.tryAcquire()) {
            return counted(c, new NotSent(Outage.TOO_MANY_CALLS));
        }
        if (!c.fuse.admits()) {
            c.business.release();
            return counted(c, new NotSent(Outage.BREAKER_OPEN));
        }
        PartnerAnswer answer =
                within(c, c.business, work, new Unknown(Doubt.TIMED_OUT), new Unknown(Doubt.PARTNER_ERROR));
        c.fuse.report(!(answer instanceof Unknown)
                && !(answer instanceof NotSent(Outage why) && why == Outage.NOT_CONNECTED));
        return counted(c, answer);
    }

    /** A reversal or a repeat of something under way: also when switched off, and whatever the circuit breaker says. */
    public PartnerAnswer recover(PartnerId partner, Supplier<PartnerAnswer> work) {
        Compartment c = compartments.get(partner);
        if (c == null) {
            return new NotSent(Outage.SWITCHED_OFF);
        }
        if (!c.recovery.tryAcquire()) {
            return new NotSent(Outage.TOO_MANY_CALLS);
        }
        return within(c, c.recovery, work, new Unknown(Doubt.TIMED_OUT), new Unknown(Doubt.PARTNER_ERROR));
    }

    /** As {@link #recover}, for inquiries. */
    public InquiryAnswer inquire(PartnerId partner, Supplier<InquiryAnswer> work) {
        Compartment c = compartments.get(partner);
        if (c == null || !c.recovery.tryAcquire()) {
            return new InquiryAnswer.NoAnswer(Doubt.TIMED_OUT);
        }
        return within(
                c,
                c.recovery,
                work,
                new InquiryAnswer.NoAnswer(Doubt.TIMED_OUT),
                new InquiryAnswer.NoAnswer(Doubt.PARTNER_ERROR));
    }

    /** Runs something on a thread of this partner's own, such as a call and what follows from it; at once when there is no such partner. */
    public void run(PartnerId partner, Runnable work) {
        Compartment c = compartments.get(partner);
        if (c == null) {
            work.run();
            return;
        }
        try {
            c.threads.execute(work);
        } catch (RejectedExecutionException e) {
            // Stopping: what was to be done is in the database, and is taken up again after the start.
            log.debug("partner {} is closing", partner, e);
        }
    }

    /** All partners, by id. */
    public List<PartnerHealth> health() {
        return compartments.values().stream()
                .map(c -> new PartnerHealth(
                        c.id,
                        switches.on(c.id),
                        switches.weight(c.id),
                        c.ready.getAsBoolean(),
                        c.fuse.state().name().toLowerCase(Locale.ROOT),
                        c.inFlight.get(),
                        c.room,
                        c.outcomes(),
                        c.latencies()))
                .toList();
    }

    private static PartnerAnswer counted(Compartment c, PartnerAnswer answer) {
        c.count(answer);
        return answer;
    }

    private static <T> T within(Compartment c, Semaphore room, Supplier<T> work, T late, T broken) {
        Future<T> answer;
        c.inFlight.incrementAndGet();
        long begun = System.nanoTime();
        try {
            answer = c.threads.submit(() -> {
                try {
                    return work.get();
                } finally {
                    c.inFlight.decrementAndGet();
                    room.release();
                }
            });
        } catch (RejectedExecutionException e) {
            c.inFlight.decrementAndGet();
            room.release();
            return broken;
        }
        try {
            T got = answer.get(c.timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
            c.took(System.nanoTime() - begun);
            return got;
        } catch (TimeoutException e) {
            c.took(System.nanoTime() - begun);
            return late;
        } catch (ExecutionException e) {
            log.warn("the adapter of partner {} failed", c.id, e.getCause());
            return broken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late;
        }
    }

    /** Lets no call begin any more; those under way end by themselves. */
    @Override
    public void close() {
        compartments.values().forEach(c -> c.threads.shutdown());
    }
}
