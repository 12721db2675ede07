package io.tongbao.merchant;

/** Whether a provider may act; the number is stored and never changes. */
public enum ProviderStatus {
    ACTIVE(1),
    /** Stopped for now by staff. */
    SUSPENDED(2),
    /** Has left for good. */
    CLOSED(3);

    private final int number;

    ProviderStatus(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ProviderStatus of(int number) {
        return switch (number) {
            case 1 -> ACTIVE;
            case 2 -> SUSPENDED;
            case 3 -> CLOSED;
            default -> throw new IllegalStateException("provider status " + number);
        };
    }
}
