package io.tongbao.customer.tier;

/** Class of a payment account; the number is stored and never changes. */
public enum Tier {
    /** Nobody vouches for the holder yet: money may come in, none may go out. */
    NONE(0),
    /** One external check. */
    I(1),
    /** Three checks by different sources. */
    II(2),
    /** Face to face, or five checks by different sources. */
    III(3),
    /** An enterprise whose papers staff have seen; its limits are agreed, not prescribed. */
    ENTERPRISE(4);

    private final int number;

    Tier(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static Tier of(int number) {
        return switch (number) {
            case 0 -> NONE;
            case 1 -> I;
            case 2 -> II;
            case 3 -> III;
            case 4 -> ENTERPRISE;
            default -> throw new IllegalArgumentException("tier " + number);
        };
    }
}
