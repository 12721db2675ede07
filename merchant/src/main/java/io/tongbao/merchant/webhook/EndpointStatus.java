package io.tongbao.merchant.webhook;

/** Whether an endpoint is delivered to; the number is stored and never changes. */
public enum EndpointStatus {
    ACTIVE(1),
    /** Deliveries are recorded and wait. */
    PAUSED(2),
    /** Answered 410 Gone: nothing is recorded any more until the provider activates it. */
    DISABLED(3),
    DELETED(4);

    private final int number;

    EndpointStatus(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static EndpointStatus of(int number) {
        return switch (number) {
            case 1 -> ACTIVE;
            case 2 -> PAUSED;
            case 3 -> DISABLED;
            case 4 -> DELETED;
            default -> throw new IllegalStateException("endpoint status " + number);
        };
    }
}
