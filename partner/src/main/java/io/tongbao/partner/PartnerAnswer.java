package io.tongbao.partner;

import org.jspecify.annotations.Nullable;

/**
 * What a partner said to an instruction, or that it said nothing. Only {@link Done}, {@link Declined} and {@link NotSent} are final;
 * money may follow from those alone.
 */
public sealed interface PartnerAnswer {

    /** A yes or no that stands for ever. */
    sealed interface Final extends PartnerAnswer {}

    /**
     * The partner did it.
     *
     * @param partnerReference the partner's own number for it, 1 to 64 printable characters; null when it gives none
     */
    record Done(@Nullable String partnerReference) implements Final {
        public Done {
            if (partnerReference != null && (partnerReference.isEmpty() || partnerReference.length() > 64)) {
                throw new IllegalArgumentException("a partner's reference has 1 to 64 characters");
            }
        }
    }

    /**
     * The partner refused; nothing moved there and nothing will.
     *
     * @param partnerCode the partner's own code, for staff; at most 32 characters, never shown to payers
     */
    record Declined(DeclineReason reason, String partnerCode) implements Final {
        public Declined {
            if (partnerCode.length() > 32) {
                throw new IllegalArgumentException("a partner's code has at most 32 characters");
            }
        }
    }

    /**
     * The instruction certainly never left this process (no connection, partner switched off, too many calls waiting): as final as
     * a refusal, and another partner may be tried.
     */
    record NotSent(Outage why) implements Final {}

    /** The partner took it and will say later; learnt by inquiry or by its own message. */
    record Pending(@Nullable String partnerReference) implements PartnerAnswer {}

    /** Nobody knows: it was or may have been sent, and no answer that can be believed came. Resolved by inquiry, never guessed. */
    record Unknown(Doubt why) implements PartnerAnswer {}

    /** Why nothing was sent. */
    enum Outage {
        /** No connection, or not signed on. */
        NOT_CONNECTED,
        /** The partner is closed at this hour. */
        CLOSED,
        /** Staff switched the partner off. */
        SWITCHED_OFF,
        /** Too many recent failures; tried again shortly. */
        BREAKER_OPEN,
        /** As many calls under way as this partner may have. */
        TOO_MANY_CALLS,
        /** The partner does not offer this operation. */
        NOT_OFFERED
    }

    /** Why an answer is missing. */
    enum Doubt {
        /** No answer in time. */
        TIMED_OUT,
        /** The connection went away after it was, or may have been, sent. */
        CONNECTION_LOST,
        /** The answer's seal (MAC, signature) is wrong, so it is nobody's. */
        BAD_SEAL,
        /** The answer cannot be read. */
        UNREADABLE,
        /** The partner itself says it does not know, or answered with an error of its own system. */
        PARTNER_ERROR
    }
}
