package io.tongbao.merchant.signature;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.function.UnaryOperator;

/** ECDSA and RSA keys, by the platform's own providers (RFC 9421 §3.3.1 and §3.3.4). */
final class PlatformKey implements VerificationKey {

    static final String ECDSA = "ecdsa-p256-sha256";
    static final String RSA_PSS = "rsa-pss-sha512";

    private static final int LEAST_RSA_BITS = 2048;
    // A verification's cost grows with the square; more than this is a way to keep us busy.
    private static final int MOST_RSA_BITS = 4096;
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, PSSParameterSpec.TRAILER_FIELD_BC);
    private static final ECParameterSpec P256 = p256();

    private final String algorithm;
    private final PublicKey key;

    private PlatformKey(String algorithm, PublicKey key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    static PlatformKey ecdsaP256Sha256(byte[] publicKeyDer) {
        PublicKey key = publicKey("EC", publicKeyDer);
        requireP256(key);
        return new PlatformKey(ECDSA, key);
    }

    static PlatformKey rsaPssSha512(byte[] publicKeyDer) {
        PublicKey key = publicKey("RSA", publicKeyDer);
        requireBits(key);
        return new PlatformKey(RSA_PSS, key);
    }

    @Override
    public String algorithm() {
        return algorithm;
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
        try {
            Signature verifier = instance(algorithm);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // Of a wrong length, for one.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    static UnaryOperator<byte[]> signer(String algorithm, byte[] privateKeyDer) {
        PrivateKey key = privateKey(algorithm.equals(ECDSA) ? "EC" : "RSA", privateKeyDer);
        if (algorithm.equals(ECDSA)) {
            requireP256(key);
        } else {
            requireBits(key);
        }
        return message -> {
            try {
                Signature signer = instance(algorithm);
                signer.initSign(key);
                signer.update(message);
                return signer.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("cannot sign", e);
            }
        };
    }

    private static Signature instance(String algorithm) throws GeneralSecurityException {
        if (algorithm.equals(ECDSA)) {
            // r ‖ s, 32 octets each, as RFC 9421 wants it; not DER.
            return Signature.getInstance("SHA256withECDSAinP1363Format");
        }
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(PSS);
        return signature;
    }

    private static PublicKey publicKey(String kind, byte[] der) {
        try {
            return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a public key of " + kind, e);
        }
    }

    private static PrivateKey privateKey(String kind, byte[] der) {
        try {
            return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a private key of " + kind, e);
        }
    }

    private static void requireP256(Object key) {
        if (!(key instanceof ECKey ec)
                || !ec.getParams().getCurve().equals(P256.getCurve())
                || !ec.getParams().getGenerator().equals(P256.getGenerator())) {
            throw new IllegalArgumentException("not a P-256 key");
        }
    }

    private static void requireBits(Object key) {
        if (!(key instanceof RSAKey rsa)
                || rsa.getModulus().bitLength() < LEAST_RSA_BITS
                || rsa.getModulus().bitLength() > MOST_RSA_BITS) {
            throw new IllegalArgumentException("not an RSA key of 2048 to 4096 bits");
        }
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }
}
