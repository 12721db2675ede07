package io.tongbao.payment.prepaid;

import io.tongbao.kernel.ErrorCode;
import java.util.Locale;

/** How a prepaid card stands; the order is that of the stored numbers and never changes. */
public enum PrepaidState {
    /** Made and perhaps printed; worth nothing yet. */
    PRINTED(1, PrepaidError.PREPAID_NOT_ACTIVATED),
    ACTIVE(2, PrepaidError.PREPAID_BUSY),
    /** Lost, stolen or suspected; its money waits for a replacement. */
    BLOCKED(3, PrepaidError.PREPAID_BLOCKED),
    EXPIRED(4, PrepaidError.PREPAID_EXPIRED),
    /** Another card has its money. */
    REPLACED(5, PrepaidError.PREPAID_REPLACED);

    @SuppressWarnings("ImmutableEnumChecker") // an enum's constant
    private final ErrorCode refusal;

    private final int number;

    PrepaidState(int number, ErrorCode refusal) {
        this.number = number;
        this.refusal = refusal;
    }

    /** What somebody is told who wants it in another state. */
    ErrorCode refusal() {
        return refusal;
    }

    int number() {
        return number;
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PrepaidState of(int number) {
        return values()[number - 1];
    }
}
