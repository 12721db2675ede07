package io.tongbao.customer.registration;

import io.tongbao.customer.Language;
import io.tongbao.kernel.Msisdn;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody has come in becoming a customer. Lies in the database, so it is resumed on any node and channel by whoever
 * holds its id.
 *
 * @param id public form {@code reg_…}; a secret of the one who registers until it is done
 * @param customerId who it will be
 * @param codeId the last code that was sent
 */
public record Registration(
        UUID id,
        UUID customerId,
        Msisdn msisdn,
        Language language,
        State state,
        @Nullable String termsVersion,
        @Nullable UUID codeId,
        Instant expiresAt) {

    /** Prefix of public ids. */
    public static final String PREFIX = "reg";

    /** What comes next is in the name on the wire; the number is stored and never changes. */
    public enum State {
        /** Next: bring the code. */
        STARTED(1, "prove_number"),
        /** Next: accept the terms. */
        NUMBER_PROVEN(2, "accept_terms"),
        /** Next: name and PIN. */
        TERMS_ACCEPTED(3, "finish"),
        DONE(4, "done");

        private final int number;
        private final String next;

        State(int number, String next) {
            this.number = number;
            this.next = next;
        }

        public int number() {
            return number;
        }

        /** The step to take now. */
        public String next() {
            return next;
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(int number) {
            return values()[number - 1];
        }
    }

    @Override
    public String toString() {
        return "Registration[" + msisdn + ", " + state + "]";
    }
}
