package io.tongbao.payment;

import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard.Verdict;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Riders;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.Leg.Progress;
import io.tongbao.payment.funding.LegNews;
import io.tongbao.payment.funding.LegRules;
import io.tongbao.payment.funding.LegState;
import io.tongbao.payment.funding.LegTable;
import io.tongbao.payment.funding.PartnerCalls;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings legs to their end whose answers are missing: asks, takes back, repeats, each with growing patience. One bounded step of a job, safe
 * on any number of nodes: a leg is claimed under its row's lock by moving its due time on, before anything is sent.
 */
public final class ResolveLegs {

    private static final Logger log = LoggerFactory.getLogger(ResolveLegs.class);
    private static final long MICROS = 1_000_000L;
    /** What a claim lasts beyond the partner's time-out. */
    private static final long LEASE_SECONDS = 10;

    private final PaymentDesk desk;
    private final PartnerCalls calls;
    private final SettleLeg settle;

    public ResolveLegs(PaymentDesk desk) {
        this.desk = desk;
        this.calls = desk.partners().calls();
        this.settle = new SettleLeg(desk);
    }

    /**
     * Looks at what is due and waits until it has been dealt with. Partners do not wait for each other, but the step waits for the slowest.
     *
     * @param most legs to look at, 1 to 1,000
     * @return how many were looked at
     */
    public int step(int most) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        List<Leg> due = desk.partners().legs().due(now(), most);
        for (Leg leg : due) {
            all.add(begin(leg));
        }
        all.forEach(CompletableFuture::join);
        return due.size();
    }

    /** As {@link #step}, but returns once the calls are under way: for a job that must not wait for a partner that hangs. */
    public int launch(int most) {
        List<CompletableFuture<Void>> begun = desk.partners().legs().due(now(), most).stream()
                .map(this::begin)
                .toList();
        return begun.size();
    }

    private CompletableFuture<Void> begin(Leg leg) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Optional<Leg> mine;
        try {
            mine = claim(leg);
        } catch (Refused | CompletionException e) {
            log.warn("leg {} could not be claimed: {}", leg.id(), e.toString());
            ended.complete(null);
            return ended;
        }
        if (mine.isEmpty()) {
            ended.complete(null);
            return ended;
        }
        desk.partners().book().gate().run(leg.what().partner(), () -> {
            try {
                resolve(mine.get());
            } catch (Refused | IllegalStateException e) {
                log.warn("leg {} stays open: {}", leg.id(), e.toString());
            } finally {
                ended.complete(null);
            }
        });
        return ended;
    }

    /** Takes the leg for this node until its call must have ended. Empty when it moved on or somebody else has it. */
    private Optional<Leg> claim(Leg leg) {
        Progress p = leg.progress();
        long lease = desk.partners().book().timeoutMs(leg.what().partner()) * 1_000 + LEASE_SECONDS * MICROS;
        Leg claimed = leg.with(new Progress(
                p.state(),
                p.money(),
                p.version() + 1,
                p.attempts() + 1,
                p.createdTs(),
                now() + lease,
                p.abandoned(),
                p.partnerReference(),
                p.failure()));
        RowGuard<UUID, Leg> row = new RowGuard<>(
                LegTable.INSTANCE,
                leg.id(),
                PaymentError.PAYMENT_NOT_FOUND,
                (state, stamp) -> state.progress().version() == p.version()
                        ? Verdict.PASS
                        : Verdict.reject(PaymentError.PAYMENT_BUSY),
                decision -> decision instanceof Decision.Applied ? claimed : null);
        Decision decision = desk.ledger()
                .post(new Posting(leg.id().getLeastSignificantBits(), List.of(), List.of(row), Riders.NONE));
        return decision instanceof Decision.Applied ? Optional.of(claimed) : Optional.empty();
    }

    private void resolve(Leg leg) {
        switch (leg.state()) {
            case INTENT, SENT, IN_DOUBT -> ask(leg);
            case REVERSING -> takeBack(leg);
            case DONE, DECLINED, REVERSED -> {}
        }
    }

    private void ask(Leg leg) {
        if (leg.operation().isRefund() && (leg.state() == LegState.INTENT || !calls.canInquire(leg))) {
            settle.execute(leg.id(), new LegNews.Answered(calls.repeat(leg)));
            return;
        }
        if (calls.canInquire(leg)) {
            settle.execute(leg.id(), new LegNews.Inquired(calls.inquire(leg)));
            return;
        }
        // Nobody to ask: what the partner has taken, it will speak of itself; the rest is taken back.
        InquiryAnswer known =
                leg.state() == LegState.SENT ? new InquiryAnswer.StillPending() : new InquiryAnswer.NotFound();
        settle.execute(leg.id(), new LegNews.Inquired(known));
    }

    private void takeBack(Leg leg) {
        PartnerAnswer answer = calls.reverse(leg);
        if (answer instanceof PartnerAnswer.Declined && calls.canInquire(leg)) {
            settle.execute(leg.id(), new LegNews.ReversalRefused(calls.inquire(leg)));
        } else {
            settle.execute(leg.id(), new LegNews.ReversalAnswered(answer));
        }
    }

    private long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, desk.clock().instant());
    }

    /** The wait before a leg's next look, for staff. */
    public static long nextWaitSeconds(Leg leg) {
        return LegRules.backOff(leg.progress().attempts()).toSeconds();
    }
}
