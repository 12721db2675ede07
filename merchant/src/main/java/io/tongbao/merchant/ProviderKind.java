package io.tongbao.merchant;

/** What a provider does; the number is stored and never changes. */
public enum ProviderKind {
    /** Sells something and is paid by wallets. */
    SHOP(1),
    /** Takes in and pays out cash against wallets. */
    AGENT(2);

    private final int number;

    ProviderKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ProviderKind of(int number) {
        return switch (number) {
            case 1 -> SHOP;
            case 2 -> AGENT;
            default -> throw new IllegalStateException("provider kind " + number);
        };
    }
}
