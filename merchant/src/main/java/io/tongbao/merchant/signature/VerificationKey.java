package io.tongbao.merchant.signature;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * A key that verifies signatures; sealed over the algorithms offered. Its text never shows key material. Thread-safe.
 *
 * <p>Ed25519 goes through Bouncy Castle's lightweight signer: about 77 µs a verification where the platform's own provider
 * takes 640 µs.
 */
public sealed interface VerificationKey
        permits VerificationKey.Ed25519, VerificationKey.HmacSha256, PlatformKey, Sm2Key {

    /** The RFC 9421 §6.2 name. */
    String algorithm();

    boolean verify(byte[] message, byte[] signature);

    /** From a raw 32-byte public key; {@link IllegalArgumentException} when it is not one. */
    static VerificationKey ed25519(byte[] publicKey) {
        if (publicKey.length != Ed25519PublicKeyParameters.KEY_SIZE) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes");
        }
        return new Ed25519(new Ed25519PublicKeyParameters(publicKey, 0));
    }

    /** From a shared secret of at least 16 bytes. */
    static VerificationKey hmacSha256(byte[] secret) {
        if (secret.length < 16) {
            throw new IllegalArgumentException("an HMAC secret has at least 16 bytes");
        }
        return new HmacSha256(new SecretKeySpec(secret, "HmacSHA256"));
    }

    /**
     * ECDSA on P-256, from a SubjectPublicKeyInfo in DER; {@link IllegalArgumentException} when it is not such a key.
     */
    static VerificationKey ecdsaP256Sha256(byte[] publicKeyDer) {
        return PlatformKey.ecdsaP256Sha256(publicKeyDer);
    }

    /**
     * RSASSA-PSS of 2048 to 4096 bits, from a SubjectPublicKeyInfo in DER; {@link IllegalArgumentException} when it is not
     * such a key.
     */
    static VerificationKey rsaPssSha512(byte[] publicKeyDer) {
        return PlatformKey.rsaPssSha512(publicKeyDer);
    }

    /** SM2, from a SubjectPublicKeyInfo in DER; {@link IllegalArgumentException} when it is not such a key. */
    static VerificationKey sm2Sm3(byte[] publicKeyDer) {
        return Sm2Key.of(publicKeyDer);
    }

    /** The raw 32 bytes in a SubjectPublicKeyInfo; {@link IllegalArgumentException} when it is not Ed25519. */
    static byte[] ed25519PublicKeyOf(byte[] publicKeyDer) {
        try {
            if (PublicKeyFactory.createKey(publicKeyDer) instanceof Ed25519PublicKeyParameters key) {
                return key.getEncoded();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a public key", e);
        }
        throw new IllegalArgumentException("not an Ed25519 key");
    }

    /** The public half of a raw 32-byte private key. */
    static byte[] ed25519PublicKey(byte[] privateKey) {
        return new Ed25519PrivateKeyParameters(privateKey, 0)
                .generatePublicKey()
                .getEncoded();
    }

    /** Ed25519, RFC 8032. */
    final class Ed25519 implements VerificationKey {
        private static final int SIGNATURE_SIZE = 64;
        private final Ed25519PublicKeyParameters key;

        private Ed25519(Ed25519PublicKeyParameters key) {
            this.key = key;
        }

        @Override
        public String algorithm() {
            return "ed25519";
        }

        @Override
        public boolean verify(byte[] message, byte[] signature) {
            if (signature.length != SIGNATURE_SIZE) {
                return false;
            }
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(false, key);
            signer.update(message, 0, message.length);
            return signer.verifySignature(signature);
        }
    }

    /** HMAC with SHA-256, RFC 2104. */
    final class HmacSha256 implements VerificationKey {
        private final SecretKeySpec key;

        private HmacSha256(SecretKeySpec key) {
            this.key = key;
        }

        @Override
        public String algorithm() {
            return "hmac-sha256";
        }

        @Override
        public boolean verify(byte[] message, byte[] signature) {
            return MessageDigest.isEqual(mac(key, message), signature);
        }

        static byte[] mac(SecretKeySpec key, byte[] message) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(key);
                return mac.doFinal(message);
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException("every Java platform has HmacSHA256", e);
            }
        }
    }
}
