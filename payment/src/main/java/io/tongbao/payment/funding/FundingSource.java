package io.tongbao.payment.funding;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What pays. Wallet and prepaid card settle in one posting; bank card and phone bill need a partner outside. */
public sealed interface FundingSource {

    /** The customer's own wallet. */
    record Wallet() implements FundingSource {
        @Override
        public int number() {
            return 0;
        }

        @Override
        public String wire() {
            return "wallet";
        }

        @Override
        public @Nullable UUID instrumentId() {
            return null;
        }

        @Override
        public boolean isOutside() {
            return false;
        }
    }

    /** A card bound to the customer. */
    record BankCard(UUID cardId) implements FundingSource {
        /** Prefix of public card ids. */
        public static final String PREFIX = "card";

        @Override
        public int number() {
            return 1;
        }

        @Override
        public String wire() {
            return "bank_card";
        }

        @Override
        public @Nullable UUID instrumentId() {
            return cardId;
        }

        @Override
        public boolean isOutside() {
            return true;
        }
    }

    /** A prepaid card of ours that the customer holds. */
    record PrepaidCard(UUID prepaidId) implements FundingSource {
        /** Prefix of public ids of prepaid cards. */
        public static final String PREFIX = "ppc";

        @Override
        public int number() {
            return 2;
        }

        @Override
        public String wire() {
            return "prepaid_card";
        }

        @Override
        public @Nullable UUID instrumentId() {
            return prepaidId;
        }

        @Override
        public boolean isOutside() {
            return false;
        }
    }

    /** The phone bill of the customer's own number. */
    record PhoneBill() implements FundingSource {
        @Override
        public int number() {
            return 3;
        }

        @Override
        public String wire() {
            return "phone_bill";
        }

        @Override
        public @Nullable UUID instrumentId() {
            return null;
        }

        @Override
        public boolean isOutside() {
            return true;
        }
    }

    // No default methods here: with them, a record's class and this one could wait for each other while they are
    // initialised.
    FundingSource WALLET = new Wallet();
    FundingSource PHONE_BILL = new PhoneBill();

    /** Stored; never changes. */
    int number();

    /** The name on the wire: {@code bank_card}. */
    String wire();

    /** Which card; null where the customer has one of the kind only. */
    @Nullable
    UUID instrumentId();

    /** Whether a partner outside must agree, so that the payment is {@code processing} first. */
    boolean isOutside();

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
