package io.tongbao.payment.prepaid;

import io.tongbao.kernel.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;

/**
 * Whoever prints a batch: the file with the secrets is for this key alone. CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM; the
 * content key by RSA-OAEP with SHA-256 or by ECDH. {@code openssl cms -decrypt} opens it.
 */
final class Recipient {

    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_EC_BITS = 256;
    private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

    private final X509Certificate certificate;

    private Recipient(X509Certificate certificate) {
        this.certificate = certificate;
    }

    /**
     * Reads a certificate, DER or PEM.
     *
     * @throws Refused PREPAID_RECIPIENT_INVALID when it cannot be read, is not valid now, or its key is weak
     */
    static Recipient read(byte[] encoded, Instant now) {
        try {
            X509Certificate read = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            read.checkValidity(Date.from(now));
            boolean strong =
                    switch (read.getPublicKey()) {
                        case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
                        case ECPublicKey ec -> ec.getParams().getOrder().bitLength() >= LEAST_EC_BITS;
                        default -> false;
                    };
            if (!strong) {
                throw new Refused(PrepaidError.PREPAID_RECIPIENT_INVALID, "key");
            }
            return new Recipient(read);
        } catch (CertificateException e) {
            throw new Refused(PrepaidError.PREPAID_RECIPIENT_INVALID, "certificate");
        }
    }

    static Recipient read(String pem, Instant now) {
        return read(pem.getBytes(StandardCharsets.US_ASCII), now);
    }

    byte[] der() {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /** Whom it names, for the checker. */
    String subject() {
        String name = certificate.getSubjectX500Principal().getName();
        return name.length() > 200 ? name.substring(0, 200) : name;
    }

    /** SHA-256 of the certificate, lower-case hex. */
    String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Encrypts for this key alone; DER. */
    byte[] encrypt(byte[] plain) {
        try {
            CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
            generator.addRecipientInfoGenerator(recipientInfo());
            OutputAEADEncryptor encryptor =
                    (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                            .setProvider(BOUNCY_CASTLE)
                            .build();
            return generator
                    .generate(new CMSProcessableByteArray(plain), encryptor)
                    .getEncoded();
        } catch (CMSException | IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the file could not be encrypted", e);
        }
    }

    private RecipientInfoGenerator recipientInfo() throws GeneralSecurityException {
        if (certificate.getPublicKey() instanceof RSAPublicKey) {
            AlgorithmIdentifier sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
            RSAESOAEPparams oaep = new RSAESOAEPparams(
                    sha256,
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha256),
                    RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM);
            return new JceKeyTransRecipientInfoGenerator(
                            certificate, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSAES_OAEP, oaep))
                    .setProvider(BOUNCY_CASTLE);
        }
        return ephemeral(CMSAlgorithm.ECDH_SHA256KDF);
    }

    private RecipientInfoGenerator ephemeral(ASN1ObjectIdentifier agreement) throws GeneralSecurityException {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
        pairs.initialize(((ECPublicKey) certificate.getPublicKey()).getParams());
        KeyPair pair = pairs.generateKeyPair();
        return new JceKeyAgreeRecipientInfoGenerator(
                        agreement, pair.getPrivate(), pair.getPublic(), CMSAlgorithm.AES256_WRAP)
                .addRecipient(certificate)
                .setProvider(BOUNCY_CASTLE);
    }
}
