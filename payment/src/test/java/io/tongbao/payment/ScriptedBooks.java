package io.tongbao.payment;

import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.sandbox.Mischief;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A partner's own books, and the trouble it makes on the way there and back. One thread at a time. */
final class ScriptedBooks {

    /** What the partner has done. */
    record Op(
            UUID id,
            boolean toUs,
            long amountMinor,
            @Nullable UUID original,
            boolean reversed) {}

    /** An answer that its caller did not get. */
    record Late(PartnerId partner, UUID id, PartnerAnswer answer) {}

    final PartnerId id;
    final Map<UUID, Op> ops = new LinkedHashMap<>();
    /** Reversed before they arrived. */
    final List<UUID> barred = new ArrayList<>();

    final Deque<Mischief> next = new ArrayDeque<>();
    /** Requests still on their way. */
    final Deque<Runnable> travelling = new ArrayDeque<>();
    /** Answers still on their way. */
    final Deque<Late> answers = new ArrayDeque<>();
    /** Sabotage: says "refused" of what it has not seen yet, instead of "not found". */
    boolean guesses;
    /** Sabotage: does again what is repeated. */
    boolean forgets;
    /** What a crash of our process is: nothing of ours is written any more. */
    Runnable crash = () -> {};

    private int repeats;

    ScriptedBooks(String id) {
        this.id = new PartnerId(id);
    }

    PartnerAnswer take(UUID op, boolean toUs, long amountMinor, @Nullable UUID original) {
        Mischief mischief = next.isEmpty() ? Mischief.NONE : next.poll();
        return switch (mischief) {
            case NONE, SLOW, WRONG_TOTALS -> apply(op, toUs, amountMinor, original);
            case DECLINE -> new PartnerAnswer.Declined(DeclineReason.INSUFFICIENT_FUNDS, "51");
            case CLOSED -> new PartnerAnswer.NotSent(PartnerAnswer.Outage.CLOSED);
            // The request is still travelling, and may take effect long after.
            case TIMEOUT_BEFORE -> {
                travelling.add(() -> apply(op, toUs, amountMinor, original));
                yield new PartnerAnswer.Unknown(Doubt.TIMED_OUT);
            }
            case TIMEOUT_AFTER, ERROR_AFTER -> {
                apply(op, toUs, amountMinor, original);
                yield new PartnerAnswer.Unknown(Doubt.TIMED_OUT);
            }
            case TWICE -> {
                PartnerAnswer answer = apply(op, toUs, amountMinor, original);
                answers.add(new Late(id, op, answer));
                yield answer;
            }
            case LATE -> {
                answers.add(new Late(id, op, apply(op, toUs, amountMinor, original)));
                yield new PartnerAnswer.Unknown(Doubt.TIMED_OUT);
            }
            case DROP_BEFORE -> {
                crash.run();
                yield new PartnerAnswer.Unknown(Doubt.CONNECTION_LOST);
            }
            case DROP_AFTER -> {
                apply(op, toUs, amountMinor, original);
                crash.run();
                yield new PartnerAnswer.Unknown(Doubt.CONNECTION_LOST);
            }
            case WRONG_SEAL -> {
                apply(op, toUs, amountMinor, original);
                yield new PartnerAnswer.Unknown(Doubt.BAD_SEAL);
            }
        };
    }

    private PartnerAnswer apply(UUID op, boolean toUs, long amountMinor, @Nullable UUID original) {
        if (barred.contains(op)) {
            return new PartnerAnswer.Declined(DeclineReason.REVERSED, "94");
        }
        Op known = ops.get(op);
        if (known != null && known.reversed()) {
            return new PartnerAnswer.Declined(DeclineReason.REVERSED, "94");
        }
        if (known != null && forgets) {
            repeats++;
            UUID again = new UUID(op.getMostSignificantBits(), op.getLeastSignificantBits() + repeats);
            ops.put(again, new Op(again, toUs, amountMinor, original, false));
        }
        ops.putIfAbsent(op, new Op(op, toUs, amountMinor, original, false));
        return new PartnerAnswer.Done("R" + op.toString().substring(24));
    }

    PartnerAnswer reverse(UUID original) {
        Mischief mischief = next.isEmpty() ? Mischief.NONE : next.poll();
        if (mischief == Mischief.TIMEOUT_BEFORE) {
            return new PartnerAnswer.Unknown(Doubt.TIMED_OUT);
        }
        Op known = ops.get(original);
        if (known == null) {
            barred.add(original);
        } else {
            ops.put(original, new Op(known.id(), known.toUs(), known.amountMinor(), known.original(), true));
        }
        if (mischief == Mischief.DROP_AFTER) {
            crash.run();
        }
        return mischief == Mischief.NONE || mischief == Mischief.TWICE
                ? new PartnerAnswer.Done(null)
                : new PartnerAnswer.Unknown(Doubt.TIMED_OUT);
    }

    InquiryAnswer inquire(UUID op) {
        Mischief mischief = next.isEmpty() ? Mischief.NONE : next.poll();
        if (mischief == Mischief.TIMEOUT_BEFORE || mischief == Mischief.TIMEOUT_AFTER) {
            return new InquiryAnswer.NoAnswer(Doubt.TIMED_OUT);
        }
        Op known = ops.get(op);
        if (known != null) {
            return known.reversed()
                    ? new InquiryAnswer.Reversed()
                    : new InquiryAnswer.Found(new PartnerAnswer.Done(null));
        }
        return guesses
                ? new InquiryAnswer.Found(new PartnerAnswer.Declined(DeclineReason.OTHER, "?"))
                : new InquiryAnswer.NotFound();
    }

    /** What stands with the partner for us, minor units: taken for us less given out for us. */
    long net() {
        return ops.values().stream()
                .filter(op -> !op.reversed())
                .mapToLong(op -> op.toUs() ? op.amountMinor() : -op.amountMinor())
                .sum();
    }

    boolean stands(UUID op) {
        Op known = ops.get(op);
        return known != null && !known.reversed();
    }
}
