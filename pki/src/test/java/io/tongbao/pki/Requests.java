package io.tongbao.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/** Key pairs and certificate requests, good and bad. */
final class Requests {

    private Requests() {}

    static KeyPair pair(KeyType type) {
        return switch (type) {
            case EC_P256 -> ec("secp256r1");
            case SM2 -> ec("sm2p256v1");
            case ED25519 -> generate("Ed25519", 255);
            case RSA -> generate("RSA", 2048);
        };
    }

    static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Bc.provider());
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair generate(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, Bc.provider());
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String signature(KeyType type) {
        return switch (type) {
            case EC_P256 -> "SHA256withECDSA";
            case SM2 -> "SM3withSM2";
            case ED25519 -> "Ed25519";
            case RSA -> "SHA256withRSA";
        };
    }

    /** An honest request without a subject. */
    static String csr(KeyType type) {
        return csr(pair(type), type, "", null);
    }

    static String csr(KeyPair pair, KeyType type, String subject, @Nullable Extensions wishes) {
        return csr(pair, pair, signature(type), subject, wishes);
    }

    static String csr(KeyPair shown, KeyPair signing, String signature, String subject, @Nullable Extensions wishes) {
        try {
            PKCS10CertificationRequestBuilder builder =
                    new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), shown.getPublic());
            if (wishes != null) {
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wishes);
            }
            return Pem.armour(
                    "CERTIFICATE REQUEST",
                    builder.build(new JcaContentSignerBuilder(signature)
                                    .setProvider(Bc.provider())
                                    .build(signing.getPrivate()))
                            .getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
