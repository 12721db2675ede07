package io.tongbao.customer;

/** What a customer may do; the number is stored and never changes. */
public enum CustomerStatus {
    /** Pays and is paid. */
    ACTIVE(1),
    /** Is paid, but cannot pay. */
    FROZEN(2),
    /** Neither pays nor is paid, for ever. */
    CLOSED(3),
    /** Six months without a transaction: neither pays nor is paid until the holder is verified again. */
    DORMANT(4);

    private final int number;

    CustomerStatus(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static CustomerStatus of(int number) {
        return switch (number) {
            case 1 -> ACTIVE;
            case 2 -> FROZEN;
            case 3 -> CLOSED;
            case 4 -> DORMANT;
            default -> throw new IllegalArgumentException("customer status " + number);
        };
    }
}
