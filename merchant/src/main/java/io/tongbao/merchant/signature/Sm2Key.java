package io.tongbao.merchant.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ECKeyParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * SM2 with SM3 (GM/T 0003.2, GB/T 32918.2). RFC 9421's registry has no name for it; ours is {@code sm2-sm3}, and the rules
 * follow {@code ecdsa-p256-sha256}: the signature is r ‖ s, 32 octets each in network order. The signer's id is
 * {@code 1234567812345678}, GM/T 0009's default.
 */
final class Sm2Key implements VerificationKey {

    static final String NAME = "sm2-sm3";

    private static final byte[] ID = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNATURE_SIZE = 64;

    private final ECPublicKeyParameters key;

    private Sm2Key(ECPublicKeyParameters key) {
        this.key = key;
    }

    static Sm2Key of(byte[] publicKeyDer) {
        try {
            if (PublicKeyFactory.createKey(publicKeyDer) instanceof ECPublicKeyParameters key && isSm2(key)) {
                return new Sm2Key(key);
            }
        } catch (IOException | IllegalStateException | ArithmeticException | ClassCastException e) {
            throw new IllegalArgumentException("not a public key", e);
        }
        throw new IllegalArgumentException("not an SM2 key");
    }

    @Override
    public String algorithm() {
        return NAME;
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_SIZE) {
            return false;
        }
        SM2Signer verifier = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
        verifier.init(false, new ParametersWithID(key, ID));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    static UnaryOperator<byte[]> signer(byte[] privateKeyDer) {
        CipherParameters key = privateKey(privateKeyDer);
        return message -> {
            try {
                SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
                signer.init(true, new ParametersWithID(key, ID));
                signer.update(message, 0, message.length);
                return signer.generateSignature();
            } catch (CryptoException e) {
                throw new IllegalStateException("cannot sign", e);
            }
        };
    }

    private static ECPrivateKeyParameters privateKey(byte[] der) {
        try {
            if (PrivateKeyFactory.createKey(der) instanceof ECPrivateKeyParameters key && isSm2(key)) {
                return key;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a private key", e);
        }
        throw new IllegalArgumentException("not an SM2 key");
    }

    private static boolean isSm2(ECKeyParameters key) {
        return key.getParameters() instanceof ECNamedDomainParameters curve
                && curve.getName().equals(GMObjectIdentifiers.sm2p256v1);
    }
}
