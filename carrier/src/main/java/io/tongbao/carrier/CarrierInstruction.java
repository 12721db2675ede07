package io.tongbao.carrier;

import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a carrier is told to do. The same id never takes effect twice; whatever names the instruction on the wire again follows from
 * {@link #id} and {@link #at} alone, so that any node can repeat, inquire or reverse it after a crash.
 */
public sealed interface CarrierInstruction {

    UUID id();

    /** When it was first given; the same in every repeat. Milliseconds. */
    Instant at();

    Money amount();

    Msisdn number();

    /**
     * Puts a purchase on the phone bill.
     *
     * @param description as the phone bill shows it, at most 40 characters
     * @param merchant who sells, at most 60 characters
     */
    record Charge(UUID id, Instant at, Money amount, Msisdn number, String description, String merchant)
            implements CarrierInstruction {}

    /** Gives a charge back, in whole or in part. */
    record Refund(UUID id, Instant at, Money amount, Original original) implements CarrierInstruction {
        @Override
        public Msisdn number() {
            return original.number();
        }
    }

    /** Takes a charge, reservation or top-up back as if it had never been; acknowledged, it never takes effect, also when it arrives later. */
    record Reversal(UUID id, Instant at, Original original) implements CarrierInstruction {
        @Override
        public Money amount() {
            return original.amount();
        }

        @Override
        public Msisdn number() {
            return original.number();
        }
    }

    /** Credits a phone number that our customer paid for; any carrier's number this carrier serves. */
    record TopUp(UUID id, Instant at, Money amount, Msisdn number) implements CarrierInstruction {}

    /**
     * Takes carrier points for money.
     *
     * @param points 1 to 10⁹
     * @param amount what the points are worth
     */
    record PointsExchange(UUID id, Instant at, Money amount, Msisdn number, long points)
            implements CarrierInstruction {}

    /** An instruction given earlier, as it was given. */
    record Original(
            UUID id,
            Instant at,
            Money amount,
            Msisdn number,
            Kind kind,
            @Nullable String carrierReference) {}

    enum Kind {
        CHARGE,
        RESERVATION,
        REFUND,
        TOP_UP,
        POINTS
    }
}
