package io.tongbao.pki;

/** The keys that may be certified; the number is stored and never changes. */
public enum KeyType {
    /** ECDSA on P-256. */
    EC_P256(1, KeyFamily.P256),
    /** Ed25519. */
    ED25519(2, KeyFamily.ED25519),
    /** SM2. */
    SM2(3, KeyFamily.SM2),
    /** RSA of 2048 to 4096 bits. */
    RSA(4, KeyFamily.P256);

    private final int number;
    private final KeyFamily issuer;

    KeyType(int number, KeyFamily issuer) {
        this.number = number;
        this.issuer = issuer;
    }

    int number() {
        return number;
    }

    /** Which family of authorities certifies such a key. */
    public KeyFamily issuer() {
        return issuer;
    }

    static KeyType of(int number) {
        for (KeyType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new IllegalStateException("key type " + number);
    }

    static KeyType of(KeyFamily family) {
        return switch (family) {
            case P256 -> EC_P256;
            case ED25519 -> ED25519;
            case SM2 -> SM2;
        };
    }
}
