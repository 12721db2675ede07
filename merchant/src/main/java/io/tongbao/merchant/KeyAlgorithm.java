package io.tongbao.merchant;

/** How a key proves who calls; the number is stored and never changes. */
public enum KeyAlgorithm {
    /** RFC 9421 signature; we hold the public key only. */
    ED25519(1),
    /** RFC 9421 signature; we hold the shared secret, sealed. */
    HMAC_SHA256(2),
    /** The secret itself in the Authorization header; sandbox only, we hold its SHA-256. */
    BEARER(3);

    private final int number;

    KeyAlgorithm(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static KeyAlgorithm of(int number) {
        return switch (number) {
            case 1 -> ED25519;
            case 2 -> HMAC_SHA256;
            case 3 -> BEARER;
            default -> throw new IllegalStateException("key algorithm " + number);
        };
    }
}
