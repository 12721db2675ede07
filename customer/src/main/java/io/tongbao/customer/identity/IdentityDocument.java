package io.tongbao.customer.identity;

import io.tongbao.customer.CustomerError;
import io.tongbao.kernel.Refused;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a person shows to say who they are. Numbers never print. */
public sealed interface IdentityDocument {

    /** Stored; never changes. */
    int kind();

    /** The number as printed. */
    String number();

    /** Last day it is valid; null for one without end. */
    @Nullable
    LocalDate expiresOn();

    /** What makes the person the same person: equal for two documents exactly when kind, issuer and number are. */
    default String lookup() {
        return switch (this) {
            case ResidentCard card -> "CN-ID:" + card.id().number();
            case Passport passport -> "PP:" + passport.country() + ":" + passport.number();
        };
    }

    /** Refuses with {@link CustomerError#DOCUMENT_EXPIRED} or, for a holder born in the future, INVALID_IDENTITY_NUMBER. */
    default void requireValid(LocalDate today) {
        LocalDate end = expiresOn();
        if (end != null && end.isBefore(today)) {
            throw new Refused(CustomerError.DOCUMENT_EXPIRED);
        }
        if (this instanceof ResidentCard card && card.id().birthDate().isAfter(today)) {
            throw new Refused(CustomerError.INVALID_IDENTITY_NUMBER, "no such birth date");
        }
    }

    /**
     * The card of a resident of China.
     *
     * @param expiresOn null for one that says 长期 (without end)
     */
    record ResidentCard(ResidentId id, @Nullable LocalDate expiresOn) implements IdentityDocument {
        @Override
        public int kind() {
            return 1;
        }

        @Override
        public String number() {
            return id.number();
        }

        @Override
        public String toString() {
            return "ResidentCard[******]";
        }
    }

    /**
     * A passport (ICAO 9303).
     *
     * @param country issuer, three letters
     * @param number up to nine letters and digits
     */
    record Passport(String country, String number, LocalDate expires) implements IdentityDocument {

        private static final Pattern COUNTRY = Pattern.compile("[A-Z]{3}");
        private static final Pattern NUMBER = Pattern.compile("[A-Z0-9]{5,9}");

        public Passport {
            country = country.strip().toUpperCase(Locale.ROOT);
            number = number.strip().toUpperCase(Locale.ROOT);
            if (!COUNTRY.matcher(country).matches() || !NUMBER.matcher(number).matches()) {
                throw new Refused(
                        CustomerError.INVALID_IDENTITY_NUMBER, "a country of 3 letters, a number of 5 to 9 characters");
            }
        }

        @Override
        public int kind() {
            return 2;
        }

        @Override
        public LocalDate expiresOn() {
            return expires;
        }

        @Override
        public String toString() {
            return "Passport[******]";
        }
    }

    /** Reads what {@link #lookup} wrote. */
    static IdentityDocument of(String lookup, @Nullable LocalDate expiresOn) {
        String[] parts = lookup.split(":", 3);
        if (parts[0].equals("CN-ID")) {
            return new ResidentCard(new ResidentId(parts[1]), expiresOn);
        }
        if (expiresOn == null) {
            throw new IllegalStateException("a passport without an end");
        }
        return new Passport(parts[1], parts[2], expiresOn);
    }
}
