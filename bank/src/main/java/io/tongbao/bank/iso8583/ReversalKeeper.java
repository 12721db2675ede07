package io.tongbao.bank.iso8583;

import io.tongbao.bank.BankInstruction.Reversal;
import io.tongbao.partner.LateAnswers;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Store and forward: reversals that the bank has not acknowledged are repeated with growing pauses until it does, or the bank is closed. In
 * memory only: the caller, who keeps the reversal in the database, repeats it as well, and every node may. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is scheduled schedules itself anew
final class ReversalKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(ReversalKeeper.class);
    private static final int MOST = 10_000;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final PartnerId bank;
    private final Duration firstPause;
    private final ScheduledExecutorService timer;
    private final Executor calls;
    private final Function<Reversal, PartnerAnswer> repeat;
    private final LateAnswers late;
    private final Map<UUID, Reversal> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    ReversalKeeper(
            PartnerId bank,
            Duration firstPause,
            ScheduledExecutorService timer,
            Executor calls,
            Function<Reversal, PartnerAnswer> repeat,
            LateAnswers late) {
        this.bank = bank;
        this.firstPause = firstPause;
        this.timer = timer;
        this.calls = calls;
        this.repeat = repeat;
        this.late = late;
    }

    /** Repeats it from now on; what is one too many is left to the caller. */
    void keep(Reversal reversal) {
        if (waiting.size() < MOST && waiting.putIfAbsent(reversal.id(), reversal) == null) {
            later(reversal, firstPause);
        }
    }

    void acknowledged(UUID reversal) {
        waiting.remove(reversal);
    }

    boolean keeps(UUID reversal) {
        return waiting.containsKey(reversal);
    }

    int size() {
        return waiting.size();
    }

    void close() {
        closed = true;
        waiting.clear();
    }

    private void later(Reversal reversal, Duration pause) {
        if (!closed) {
            timer.schedule(
                    () -> calls.execute(() -> attempt(reversal, pause)), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void attempt(Reversal reversal, Duration pause) {
        if (closed || !waiting.containsKey(reversal.id())) {
            return;
        }
        PartnerAnswer answer = repeat.apply(reversal);
        if (answer instanceof PartnerAnswer.Done || answer instanceof PartnerAnswer.Declined) {
            try {
                late.arrived(bank, reversal.id(), answer);
                waiting.remove(reversal.id());
                return;
            } catch (RuntimeException e) {
                // What the receiver may throw: then it is not durable yet, and the next repeat brings the same answer.
                LOG.warn("Bank {}: an acknowledged reversal could not be handed on", bank, e);
            }
        }
        Duration doubled = pause.multipliedBy(2);
        later(reversal, doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
    }
}
