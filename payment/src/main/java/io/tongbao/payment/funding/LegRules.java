package io.tongbao.payment.funding;

import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.payment.funding.Leg.Progress;
import io.tongbao.payment.funding.LegStep.Move;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from what is learnt about an instruction. Pure. The rules in short: only a final answer moves money; silence is asked
 * about; what the partner does not know is taken back, and counts as nothing only when it has acknowledged that; refunds are repeated
 * under their own id instead; a success that comes when we have given up is taken back as well.
 */
public final class LegRules {

    /** First wait before asking. */
    static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final long MICROS = 1_000_000L;
    private static final int MOST_DOUBLINGS = 20;

    private final Duration reverseAfter;

    /** @param reverseAfter age at which an instruction that no inquiry explains is taken back */
    public LegRules(Duration reverseAfter) {
        this.reverseAfter = reverseAfter;
    }

    /** How long to wait after so many attempts: doubling from a second to a quarter of an hour. */
    public static Duration backOff(int attempts) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /**
     * @param ts now, microseconds since 1970
     * @return empty when it changes nothing
     */
    public Optional<LegStep> step(Leg leg, LegNews news, long ts) {
        LegStep step =
                switch (news) {
                    case LegNews.Answered(PartnerAnswer answer) -> answered(leg, answer, ts);
                    case LegNews.Inquired(InquiryAnswer answer) -> inquired(leg, answer, ts);
                    case LegNews.ReversalAnswered(PartnerAnswer answer) -> reversalAnswered(leg, answer, ts);
                    case LegNews.ReversalRefused(InquiryAnswer answer) -> reversalRefused(leg, answer, ts);
                    case LegNews.Abandoned() -> abandoned(leg, ts);
                    case LegNews.Unacceptable(String failure) -> unacceptable(leg, failure, ts);
                };
        return Optional.ofNullable(step);
    }

    private static @Nullable LegStep answered(Leg leg, PartnerAnswer answer, long ts) {
        return switch (answer) {
            case PartnerAnswer.Done(var reference) -> done(leg, reference, ts);
            case PartnerAnswer.Declined declined -> refused(leg, declined, ts);
            case PartnerAnswer.NotSent notSent -> refused(leg, notSent, ts);
            case PartnerAnswer.Pending(var reference) -> pending(leg, reference, ts);
            case PartnerAnswer.Unknown unknown -> doubt(leg, ts);
        };
    }

    private static @Nullable LegStep done(Leg leg, @Nullable String reference, long ts) {
        Progress p = leg.progress();
        return switch (p.state()) {
            case INTENT, SENT, IN_DOUBT ->
                new LegStep(ended(leg, LegState.DONE, LegMoney.MOVED, reference, null), Move.COMPLETE, null);
            // We gave up and told so: it is taken back visibly. When the wallet got the money meanwhile, likewise.
            case DECLINED -> new LegStep(reversing(leg, reference, p.failure(), ts), Move.NONE, null);
            case REVERSING, DONE, REVERSED -> null;
        };
    }

    private static @Nullable LegStep refused(Leg leg, PartnerAnswer.Final refusal, long ts) {
        Progress p = leg.progress();
        switch (p.state()) {
            case REVERSING, DONE, DECLINED, REVERSED -> {
                return null;
            }
            case INTENT, SENT, IN_DOUBT -> {}
        }
        if (!leg.operation().isRefund()) {
            return new LegStep(
                    ended(leg, LegState.DECLINED, LegMoney.RELEASED, null, word(refusal)), Move.RELEASE, refusal);
        }
        if (isForGood(refusal)) {
            return new LegStep(
                    ended(leg, LegState.DECLINED, LegMoney.IN_WALLET, null, word(refusal)), Move.TO_WALLET, refusal);
        }
        return new LegStep(later(leg, p.state(), ts), Move.NONE, null);
    }

    private static boolean isForGood(PartnerAnswer.Final refusal) {
        return switch (refusal) {
            case PartnerAnswer.Declined(DeclineReason reason, String code) -> reason != DeclineReason.CLOSED;
            case PartnerAnswer.NotSent(PartnerAnswer.Outage why) -> why == PartnerAnswer.Outage.NOT_OFFERED;
            case PartnerAnswer.Done done -> throw new IllegalArgumentException("not refused");
        };
    }

    private static @Nullable LegStep pending(Leg leg, @Nullable String reference, long ts) {
        return switch (leg.state()) {
            case INTENT, SENT, IN_DOUBT -> {
                Leg next = later(leg, LegState.SENT, ts);
                yield new LegStep(reference == null ? next : referred(next, reference), Move.NONE, null);
            }
            case REVERSING, DONE, DECLINED, REVERSED -> null;
        };
    }

    private static @Nullable LegStep doubt(Leg leg, long ts) {
        return switch (leg.state()) {
            case INTENT, SENT, IN_DOUBT -> new LegStep(later(leg, LegState.IN_DOUBT, ts), Move.NONE, null);
            case REVERSING, DONE, DECLINED, REVERSED -> null;
        };
    }

    private @Nullable LegStep inquired(Leg leg, InquiryAnswer answer, long ts) {
        if (leg.state() == LegState.REVERSING || !leg.state().isOpen()) {
            return null;
        }
        return switch (answer) {
            case InquiryAnswer.Found(PartnerAnswer.Final outcome) -> answered(leg, outcome, ts);
            case InquiryAnswer.Reversed() -> takenBack(leg);
            case InquiryAnswer.StillPending() -> pending(leg, null, ts);
            case InquiryAnswer.NotFound() ->
                // A refund is simply given again under its id; the rest must not take effect when it arrives after all.
                leg.operation().isRefund()
                        ? new LegStep(later(leg, LegState.INTENT, ts), Move.NONE, null)
                        : new LegStep(reversing(leg, null, null, ts), Move.NONE, null);
            case InquiryAnswer.NoAnswer(var why) ->
                !leg.operation().isRefund() && age(leg, ts).compareTo(reverseAfter) > 0
                        ? new LegStep(reversing(leg, null, null, ts), Move.NONE, null)
                        : doubt(leg, ts);
        };
    }

    private static @Nullable LegStep reversalAnswered(Leg leg, PartnerAnswer answer, long ts) {
        if (leg.state() != LegState.REVERSING) {
            return null;
        }
        return answer instanceof PartnerAnswer.Done
                ? takenBack(leg)
                : new LegStep(later(leg, LegState.REVERSING, ts), Move.NONE, null);
    }

    /** It cannot be taken back any more: then what the partner says is how it is. */
    private static @Nullable LegStep reversalRefused(Leg leg, InquiryAnswer answer, long ts) {
        if (leg.state() != LegState.REVERSING) {
            return null;
        }
        return switch (answer) {
            case InquiryAnswer.Found(PartnerAnswer.Final outcome) ->
                outcome instanceof PartnerAnswer.Done(var reference) ? kept(leg, reference, ts) : takenBack(leg);
            case InquiryAnswer.Reversed() -> takenBack(leg);
            case InquiryAnswer.StillPending pending -> new LegStep(later(leg, LegState.REVERSING, ts), Move.NONE, null);
            case InquiryAnswer.NotFound unseen -> new LegStep(later(leg, LegState.REVERSING, ts), Move.NONE, null);
            case InquiryAnswer.NoAnswer silent -> new LegStep(later(leg, LegState.REVERSING, ts), Move.NONE, null);
        };
    }

    private static LegStep kept(Leg leg, @Nullable String reference, long ts) {
        return switch (leg.progress().money()) {
            case PENDING ->
                leg.progress().abandoned()
                        ? new LegStep(
                                ended(leg, LegState.DONE, LegMoney.IN_WALLET, reference, null), Move.TO_WALLET, null)
                        : new LegStep(ended(leg, LegState.DONE, LegMoney.MOVED, reference, null), Move.COMPLETE, null);
            case RELEASED ->
                leg.operation().isInbound()
                        ? new LegStep(
                                ended(leg, LegState.DONE, LegMoney.IN_WALLET, reference, null),
                                Move.LATE_TO_WALLET,
                                null)
                        // The partner paid out what we had given back. A loss that staff must see: it stays open and
                        // grows old.
                        : new LegStep(later(leg, LegState.REVERSING, ts), Move.NONE, null);
            case MOVED, IN_WALLET -> new LegStep(later(leg, LegState.REVERSING, ts), Move.NONE, null);
        };
    }

    private static @Nullable LegStep abandoned(Leg leg, long ts) {
        Progress p = leg.progress();
        return switch (p.state()) {
            case INTENT, SENT, IN_DOUBT, REVERSING ->
                new LegStep(
                        leg.with(new Progress(
                                LegState.REVERSING,
                                p.money(),
                                p.version() + 1,
                                0,
                                p.createdTs(),
                                ts + micros(FIRST_WAIT),
                                true,
                                p.partnerReference(),
                                p.failure())),
                        Move.NONE,
                        null);
            case DONE, DECLINED, REVERSED -> null;
        };
    }

    private static @Nullable LegStep unacceptable(Leg leg, String failure, long ts) {
        Progress p = leg.progress();
        return p.state().isOpen() && p.state() != LegState.REVERSING
                ? new LegStep(
                        leg.with(new Progress(
                                LegState.REVERSING,
                                p.money(),
                                p.version() + 1,
                                0,
                                p.createdTs(),
                                ts,
                                true,
                                p.partnerReference(),
                                failure)),
                        Move.NONE,
                        null)
                : null;
    }

    private static LegStep takenBack(Leg leg) {
        Progress p = leg.progress();
        boolean refund = leg.operation().isRefund();
        return switch (p.money()) {
            case PENDING ->
                refund
                        ? new LegStep(
                                ended(leg, LegState.REVERSED, LegMoney.IN_WALLET, null, p.failure()),
                                Move.TO_WALLET,
                                null)
                        : new LegStep(
                                ended(leg, LegState.REVERSED, LegMoney.RELEASED, null, p.failure()),
                                Move.RELEASE,
                                null);
            case RELEASED, IN_WALLET, MOVED ->
                new LegStep(ended(leg, LegState.REVERSED, p.money(), null, p.failure()), Move.NONE, null);
        };
    }

    private static Leg ended(
            Leg leg, LegState state, LegMoney money, @Nullable String reference, @Nullable String failure) {
        Progress p = leg.progress();
        return leg.with(new Progress(
                state,
                money,
                p.version() + 1,
                p.attempts(),
                p.createdTs(),
                p.nextDueTs(),
                p.abandoned(),
                reference != null ? reference : p.partnerReference(),
                failure));
    }

    private static Leg reversing(Leg leg, @Nullable String reference, @Nullable String failure, long ts) {
        Progress p = leg.progress();
        return leg.with(new Progress(
                LegState.REVERSING,
                p.money(),
                p.version() + 1,
                0,
                p.createdTs(),
                ts,
                p.abandoned(),
                reference != null ? reference : p.partnerReference(),
                failure));
    }

    private static Leg later(Leg leg, LegState state, long ts) {
        Progress p = leg.progress();
        return leg.with(new Progress(
                state,
                p.money(),
                p.version() + 1,
                p.attempts(),
                p.createdTs(),
                ts + micros(backOff(p.attempts())),
                p.abandoned(),
                p.partnerReference(),
                p.failure()));
    }

    private static Leg referred(Leg leg, String reference) {
        Progress p = leg.progress();
        return leg.with(new Progress(
                p.state(),
                p.money(),
                p.version(),
                p.attempts(),
                p.createdTs(),
                p.nextDueTs(),
                p.abandoned(),
                reference,
                p.failure()));
    }

    private static String word(PartnerAnswer.Final refusal) {
        return switch (refusal) {
            case PartnerAnswer.Declined(DeclineReason reason, String code) -> reason + " " + code;
            case PartnerAnswer.NotSent(PartnerAnswer.Outage why) -> "NOT_SENT " + why;
            case PartnerAnswer.Done done -> throw new IllegalArgumentException("not refused");
        };
    }

    private static Duration age(Leg leg, long ts) {
        return Duration.ofMillis(ts / 1000 - leg.atMs());
    }

    private static long micros(Duration duration) {
        return duration.toSeconds() * MICROS + duration.toNanosPart() / 1000;
    }
}
