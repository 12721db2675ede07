package io.tongbao.pki;

import java.util.Locale;

/** The algorithm an authority signs with; the number is stored and never changes. */
public enum KeyFamily {
    /** ECDSA on P-256 with SHA-256; also certifies RSA keys. */
    P256(1, "SHA256withECDSA"),
    /** Ed25519, RFC 8410. */
    ED25519(2, "Ed25519"),
    /** SM2 with SM3, GM/T 0003 and 0009; signer's id {@code 1234567812345678}. */
    SM2(3, "SM3withSM2");

    private final int number;
    private final String signatureAlgorithm;

    KeyFamily(int number, String signatureAlgorithm) {
        this.number = number;
        this.signatureAlgorithm = signatureAlgorithm;
    }

    int number() {
        return number;
    }

    String signatureAlgorithm() {
        return signatureAlgorithm;
    }

    /** The name in addresses: {@code p256}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static KeyFamily of(int number) {
        for (KeyFamily family : values()) {
            if (family.number == number) {
                return family;
            }
        }
        throw new IllegalStateException("key family " + number);
    }
}
