package io.tongbao.merchant;

import io.tongbao.pki.KeyType;

/** How a key proves who calls; the number is stored and never changes. */
public enum KeyAlgorithm {
    /** RFC 9421 signature; we hold the public key only. */
    ED25519(1),
    /** RFC 9421 signature; we hold the shared secret, sealed. */
    HMAC_SHA256(2),
    /** The secret itself in the Authorization header; sandbox only, we hold its SHA-256. */
    BEARER(3),
    /** RFC 9421 signature {@code ecdsa-p256-sha256}. */
    ECDSA_P256_SHA256(4),
    /** RFC 9421 signature {@code rsa-pss-sha512}, keys of 2048 to 4096 bits. */
    RSA_PSS_SHA512(5),
    /** Signature {@code sm2-sm3}, our own name: RFC 9421's registry has none for it. */
    SM2_SM3(6);

    private final int number;

    KeyAlgorithm(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Whether we hold a public key and nothing secret. */
    public boolean isPublicKey() {
        return this != HMAC_SHA256 && this != BEARER;
    }

    /** What a certified key of this type signs with. */
    static KeyAlgorithm of(KeyType type) {
        return switch (type) {
            case EC_P256 -> ECDSA_P256_SHA256;
            case ED25519 -> ED25519;
            case SM2 -> SM2_SM3;
            case RSA -> RSA_PSS_SHA512;
        };
    }

    static KeyAlgorithm of(int number) {
        for (KeyAlgorithm algorithm : values()) {
            if (algorithm.number == number) {
                return algorithm;
            }
        }
        throw new IllegalStateException("key algorithm " + number);
    }
}
