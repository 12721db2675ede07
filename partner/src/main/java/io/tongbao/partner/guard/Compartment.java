package io.tongbao.partner.guard;

import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** What belongs to one partner alone. */
final class Compartment {

    final PartnerId id;
    final Duration timeout;
    final int room;
    final BooleanSupplier ready;
    final Fuse fuse;
    /** For new business. A call that outlives its time-out keeps its place until it ends: a hanging partner fills only its own room. */
    final Semaphore business;
    /** For inquiries and reversals, so that hanging payments do not keep their own resolution waiting. */
    final Semaphore recovery;

    final ExecutorService threads;
    final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final AtomicLongArray latencies = new AtomicLongArray(PartnerHealth.BOUNDS_MS.size() + 1);

    Compartment(
            PartnerId id,
            Duration timeout,
            int maxInFlight,
            BooleanSupplier ready,
            ExecutorService threads,
            InstantSource clock) {
        this.id = id;
        this.timeout = timeout;
        this.room = maxInFlight;
        this.ready = ready;
        this.fuse = new Fuse(clock);
        this.business = new Semaphore(maxInFlight);
        this.recovery = new Semaphore(Math.max(2, maxInFlight / 4));
        this.threads = threads;
    }

    void count(PartnerAnswer answer) {
        String outcome =
                switch (answer) {
                    case PartnerAnswer.Done done -> "done";
                    case PartnerAnswer.Declined declined -> "declined";
                    case PartnerAnswer.NotSent notSent -> "not_sent";
                    case PartnerAnswer.Pending pending -> "pending";
                    case PartnerAnswer.Unknown unknown -> "unknown";
                };
        outcomes.computeIfAbsent(outcome, name -> new LongAdder()).increment();
    }

    void took(long nanos) {
        long millis = nanos / 1_000_000;
        int bucket = 0;
        while (bucket < PartnerHealth.BOUNDS_MS.size() && millis > PartnerHealth.BOUNDS_MS.get(bucket)) {
            bucket++;
        }
        latencies.incrementAndGet(bucket);
    }

    Map<String, Long> outcomes() {
        Map<String, Long> all = new TreeMap<>();
        outcomes.forEach((name, count) -> all.put(name, count.sum()));
        return all;
    }

    List<Long> latencies() {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < latencies.length(); i++) {
            all.add(latencies.get(i));
        }
        return all;
    }
}
