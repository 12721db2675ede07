package io.tongbao.payment.funding;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What pays. Wallet and prepaid card settle in one posting; bank card and phone bill need a partner outside. */
public sealed interface FundingSource {

    /** The customer's own wallet. */
    record Wallet() implements FundingSource {}

    /** A card bound to the customer. */
    record BankCard(UUID cardId) implements FundingSource {
        /** Prefix of public card ids. */
        public static final String PREFIX = "card";
    }

    /** A prepaid card of ours that the customer holds. */
    record PrepaidCard(UUID prepaidId) implements FundingSource {
        /** Prefix of public ids of prepaid cards. */
        public static final String PREFIX = "ppc";
    }

    /** The phone bill of the customer's own number. */
    record PhoneBill() implements FundingSource {}

    @SuppressWarnings("ClassInitializationDeadlock") // records without state of their own
    FundingSource WALLET = new Wallet();
    @SuppressWarnings("ClassInitializationDeadlock") // as above
    FundingSource PHONE_BILL = new PhoneBill();

    /** Stored; never changes. */
    default int number() {
        return switch (this) {
            case Wallet wallet -> 0;
            case BankCard card -> 1;
            case PrepaidCard card -> 2;
            case PhoneBill bill -> 3;
        };
    }

    /** The name on the wire: {@code bank_card}. */
    default String wire() {
        return switch (this) {
            case Wallet wallet -> "wallet";
            case BankCard card -> "bank_card";
            case PrepaidCard card -> "prepaid_card";
            case PhoneBill bill -> "phone_bill";
        };
    }

    /** Which card; null where the customer has one of the kind only. */
    default @Nullable UUID instrumentId() {
        return switch (this) {
            case BankCard(UUID id) -> id;
            case PrepaidCard(UUID id) -> id;
            case Wallet wallet -> null;
            case PhoneBill bill -> null;
        };
    }

    /** Whether a partner outside must agree, so that the payment is {@code processing} first. */
    default boolean isOutside() {
        return this instanceof BankCard || this instanceof PhoneBill;
    }

    /** As stored. */
    static FundingSource of(int number, @Nullable UUID instrumentId) {
        return switch (number) {
            case 0 -> WALLET;
            case 1 -> new BankCard(required(instrumentId));
            case 2 -> new PrepaidCard(required(instrumentId));
            case 3 -> PHONE_BILL;
            default -> throw new IllegalArgumentException("funding source " + number);
        };
    }

    private static UUID required(@Nullable UUID instrumentId) {
        if (instrumentId == null) {
            throw new IllegalArgumentException("a card without its id");
        }
        return instrumentId;
    }
}
