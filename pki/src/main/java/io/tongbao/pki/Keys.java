package io.tongbao.pki;

import io.tongbao.kernel.Refused;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Which public keys may be certified: cheap bounds first, then whether the key is one at all. */
final class Keys {

    private static final int LEAST_RSA_BITS = 2048;
    // A verification's cost grows with the square; more than this is a way to keep us busy.
    private static final int MOST_RSA_BITS = 4096;
    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);
    private static final int MOST_EXPONENT_BITS = 33;
    private static final int UNCOMPRESSED_POINT = 65;

    private static final Set<ASN1ObjectIdentifier> RSA_SIGNATURES = Set.of(
            PKCSObjectIdentifiers.sha256WithRSAEncryption,
            PKCSObjectIdentifiers.sha384WithRSAEncryption,
            PKCSObjectIdentifiers.sha512WithRSAEncryption,
            PKCSObjectIdentifiers.id_RSASSA_PSS);
    private static final Set<ASN1ObjectIdentifier> EC_SIGNATURES = Set.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            X9ObjectIdentifiers.ecdsa_with_SHA512);

    private Keys() {}

    /**
     * @throws Refused CSR_KEY_NOT_ALLOWED, CSR_KEY_TOO_WEAK
     */
    static KeyType require(SubjectPublicKeyInfo key) {
        KeyType type = typeOf(key);
        try {
            if (type == KeyType.RSA) {
                requireRsa(RSAPublicKey.getInstance(key.parsePublicKey()));
            } else if (type != KeyType.ED25519 && key.getPublicKeyData().getOctets().length != UNCOMPRESSED_POINT) {
                throw new Refused(PkiError.CSR_KEY_NOT_ALLOWED, "an elliptic point must be uncompressed");
            }
            // Rejects points off the curve and encodings that are no key.
            PublicKeyFactory.createKey(key);
            return type;
        } catch (IOException | IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw new Refused(PkiError.CSR_KEY_NOT_ALLOWED, "this is no valid public key");
        }
    }

    private static KeyType typeOf(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return KeyType.ED25519;
        }
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return KeyType.RSA;
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
                && key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve) {
            if (curve.equals(SECObjectIdentifiers.secp256r1)) {
                return KeyType.EC_P256;
            }
            if (curve.equals(GMObjectIdentifiers.sm2p256v1)) {
                return KeyType.SM2;
            }
            throw new Refused(PkiError.CSR_KEY_NOT_ALLOWED, "the curve " + curve.getId() + " is not accepted");
        }
        throw new Refused(PkiError.CSR_KEY_NOT_ALLOWED, "the algorithm " + algorithm.getId() + " is not accepted");
    }

    private static void requireRsa(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            throw new Refused(PkiError.CSR_KEY_TOO_WEAK, "the RSA modulus has " + bits + " bits");
        }
        BigInteger exponent = key.getPublicExponent();
        if (exponent.compareTo(LEAST_EXPONENT) < 0
                || exponent.bitLength() > MOST_EXPONENT_BITS
                || !exponent.testBit(0)) {
            throw new Refused(PkiError.CSR_KEY_TOO_WEAK, "the RSA exponent is not accepted");
        }
    }

    /**
     * Whether a key of this type may prove itself with this algorithm.
     *
     * @throws Refused CSR_KEY_TOO_WEAK
     */
    static void requireSignature(KeyType type, ASN1ObjectIdentifier algorithm) {
        boolean fits =
                switch (type) {
                    case EC_P256 -> EC_SIGNATURES.contains(algorithm);
                    case ED25519 -> algorithm.equals(EdECObjectIdentifiers.id_Ed25519);
                    case SM2 -> algorithm.equals(GMObjectIdentifiers.sm2sign_with_sm3);
                    case RSA -> RSA_SIGNATURES.contains(algorithm);
                };
        if (!fits) {
            throw new Refused(
                    PkiError.CSR_KEY_TOO_WEAK, "the signature algorithm " + algorithm.getId() + " is not accepted");
        }
    }
}
