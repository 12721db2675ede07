package io.tongbao.server.settings;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A sandbox's own certificate for {@code localhost}, signed by itself: ECDSA P-256, kept for a year in the keys directory.
 * Clients trust it by its file {@code tls.crt}; production refuses it.
 */
public final class SandboxCertificate {

    private static final String KEY_STORE = "tls.p12";
    private static final String PASSWORD = "tls.password";
    private static final String CERTIFICATE = "tls.crt";
    private static final String ALIAS = "tongbao";
    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final Duration RENEW_BEFORE = Duration.ofDays(14);

    private SandboxCertificate() {}

    /**
     * The certificate in this directory; made, or made anew before it expires.
     *
     * @throws StartRefused when the directory cannot be written
     */
    public static Tls in(Path keysDirectory, InstantSource clock) {
        try {
            Files.createDirectories(keysDirectory);
            Path keyStore = keysDirectory.resolve(KEY_STORE);
            Path passwordFile = keysDirectory.resolve(PASSWORD);
            if (Files.exists(keyStore) && Files.exists(passwordFile)) {
                Tls known = new Tls(keyStore, Files.readString(passwordFile).strip());
                if (isGood(known, clock.instant().plus(RENEW_BEFORE))) {
                    return known;
                }
            }
            return make(keysDirectory, keyStore, passwordFile, clock.instant());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new StartRefused(
                    "A certificate for --tls cannot be made in " + keysDirectory + ": " + e.getMessage(), e);
        }
    }

    private static boolean isGood(Tls tls, Instant until) throws IOException, GeneralSecurityException {
        KeyStore store =
                KeyStore.getInstance(tls.keyStore().toFile(), tls.password().toCharArray());
        return store.getCertificate(ALIAS) instanceof X509Certificate certificate
                && certificate.getNotAfter().toInstant().isAfter(until);
    }

    private static Tls make(Path directory, Path keyStore, Path passwordFile, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        SecureRandom random = new SecureRandom();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        X509Certificate certificate = certificate(pair, random, now);
        byte[] secret = new byte[24];
        random.nextBytes(secret);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, pair.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
        Path fresh = ownerAlone(directory, KEY_STORE);
        try (OutputStream out = Files.newOutputStream(fresh)) {
            store.store(out, password.toCharArray());
        }
        Path freshPassword = ownerAlone(directory, PASSWORD);
        Files.writeString(freshPassword, password + "\n");
        Files.move(freshPassword, passwordFile, StandardCopyOption.ATOMIC_MOVE);
        Files.move(fresh, keyStore, StandardCopyOption.ATOMIC_MOVE);
        String pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        Files.writeString(
                directory.resolve(CERTIFICATE),
                "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
        return new Tls(keyStore, password);
    }

    private static Path ownerAlone(Path directory, String name) throws IOException {
        Path fresh = directory.resolve(name + ".new");
        Files.deleteIfExists(fresh);
        return Files.createFile(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static X509Certificate certificate(KeyPair pair, SecureRandom random, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Name name = new X500Name("CN=localhost,O=Tongbao sandbox");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(120, random).setBit(120),
                Date.from(now.minus(Duration.ofMinutes(5))),
                Date.from(now.plus(LIFETIME)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        }));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }
}
