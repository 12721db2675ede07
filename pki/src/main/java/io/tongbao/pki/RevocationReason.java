package io.tongbao.pki;

/** RFC 5280 §5.3.1, without those that can be taken back: what is revoked stays revoked. */
public enum RevocationReason {
    UNSPECIFIED(0),
    KEY_COMPROMISE(1),
    CA_COMPROMISE(2),
    AFFILIATION_CHANGED(3),
    SUPERSEDED(4),
    CESSATION_OF_OPERATION(5),
    PRIVILEGE_WITHDRAWN(9);

    private final int number;

    RevocationReason(int number) {
        this.number = number;
    }

    /** The CRLReason. */
    int number() {
        return number;
    }

    /** Whether the key itself may never be certified again. */
    boolean spoilsTheKey() {
        return this == KEY_COMPROMISE || this == CA_COMPROMISE;
    }

    static RevocationReason of(int number) {
        for (RevocationReason reason : values()) {
            if (reason.number == number) {
                return reason;
            }
        }
        throw new IllegalStateException("revocation reason " + number);
    }
}
