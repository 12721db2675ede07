package io.tongbao.bank;

import io.tongbao.kernel.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a bank is told to do. {@link #id} is the caller's and is what makes a repeat harmless: the same id never moves money twice
 * at the bank, and everything an adapter needs to name the instruction on the wire again (trace number, reference, time) follows from
 * {@link #id} and {@link #at} alone, so that any node can repeat, inquire or reverse it after a crash.
 */
public sealed interface BankInstruction {

    UUID id();

    /** When it was first given; the same in every repeat. Milliseconds. */
    Instant at();

    Money amount();

    /**
     * Takes money from the customer's card or account to us: a payment, or a top-up of the wallet.
     *
     * @param bankCode the bank's one-time code, when it wants one; 4 to 8 digits
     * @param note as the customer's bank statement shows it, at most 40 characters
     */
    record Debit(
            UUID id,
            Instant at,
            Money amount,
            BankInstrument from,
            Purpose purpose,
            @Nullable String bankCode,
            String note)
            implements BankInstruction {}

    /** Pays money of ours to the customer's card or account. */
    record Credit(UUID id, Instant at, Money amount, BankInstrument to, Purpose purpose, Speed speed, String note)
            implements BankInstruction {}

    /** Gives back a debit, in whole or in part; several until the whole is back. */
    record Refund(UUID id, Instant at, Money amount, Original original) implements BankInstruction {}

    /**
     * Takes an instruction back as if it had never been, whether or not the bank has it: acknowledged ({@code Done}), the original has
     * no effect and never will, also when it arrives later. Refused with {@code ORIGINAL_NOT_REFUNDABLE} when it is too late.
     *
     * @param id of the reversal itself
     */
    record Reversal(UUID id, Instant at, Original original) implements BankInstruction {
        @Override
        public Money amount() {
            return original.amount();
        }
    }

    /** An instruction given earlier, as it was given. */
    record Original(
            UUID id,
            Instant at,
            Money amount,
            Kind kind,
            @Nullable String bankReference) {}

    /** What kind an original is of. */
    enum Kind {
        DEBIT,
        CREDIT,
        REFUND
    }

    enum Purpose {
        PAYMENT,
        TOP_UP,
        WITHDRAWAL,
        PRIZE,
        CREDIT_CARD_REPAYMENT,
        SETTLEMENT
    }

    /** How soon a credit arrives. */
    enum Speed {
        /** Within seconds. */
        INSTANT,
        /** Within two hours. */
        ORDINARY,
        NEXT_DAY
    }
}
