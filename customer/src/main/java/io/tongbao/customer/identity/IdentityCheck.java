package io.tongbao.customer.identity;

import io.tongbao.customer.tier.CheckKind;
import io.tongbao.kernel.Msisdn;
import java.util.UUID;

/** Somebody outside who knows whether a name and a number belong together. A real seam: police, banks, carriers, a sandbox. */
public interface IdentityCheck {

    CheckKind kind();

    /** Who answers; checks by one source count once. */
    String source();

    /**
     * Asks. A partner that does not answer in time, or cannot, is {@link Answer.Unknown}: asked again later, and free to
     * answer late by {@link AnswerCheck}.
     */
    Answer ask(Question question);

    /**
     * @param id of the check; the same when it is asked again
     * @param name as on the document
     */
    record Question(UUID id, String name, IdentityDocument document, Msisdn msisdn) {
        @Override
        public String toString() {
            return "Question[" + id + "]";
        }
    }

    /** What came back. */
    sealed interface Answer {

        record Match() implements Answer {}

        /** @param reason in a word, without personal data */
        record Mismatch(String reason) implements Answer {}

        /** @param reason in a word, without personal data */
        record Unknown(String reason) implements Answer {}
    }
}
