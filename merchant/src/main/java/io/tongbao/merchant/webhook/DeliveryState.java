package io.tongbao.merchant.webhook;

/** Where a delivery stands; the number is stored and never changes. */
public enum DeliveryState {
    /** To be tried, at once or later. */
    PENDING(1),
    DELIVERED(2),
    /** Given up, or the endpoint is gone; resend by hand. */
    FAILED(3);

    private final int number;

    DeliveryState(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static DeliveryState of(int number) {
        return switch (number) {
            case 1 -> PENDING;
            case 2 -> DELIVERED;
            case 3 -> FAILED;
            default -> throw new IllegalStateException("delivery state " + number);
        };
    }
}
