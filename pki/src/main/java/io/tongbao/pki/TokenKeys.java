package io.tongbao.pki;

import io.tongbao.pki.CertificateForms.Validity;
import io.tongbao.vault.hsm.HsmToken;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Keys made in a PKCS#11 token, from which they cannot be taken. P-256 only: PKCS#11 as the platform speaks it knows neither
 * Ed25519 nor SM2; those stay sealed by the vault, whose own key may lie in the same token.
 */
public final class TokenKeys implements AuthorityKeys {

    private final HsmToken token;
    private final InstantSource clock;

    public TokenKeys(HsmToken token, InstantSource clock) {
        this.token = token;
        this.clock = clock;
    }

    @Override
    public Store store() {
        return Store.TOKEN;
    }

    @Override
    public Made make(KeyFamily family, UUID authorityId) {
        if (family != KeyFamily.P256) {
            throw new IllegalArgumentException("a PKCS#11 token holds P-256 keys only, not " + family.word());
        }
        String label = "tongbao-ca-" + authorityId;
        KeyPair pair = token.generateEc("secp256r1");
        try {
            // The key was made for this session; a certificate, which the platform's key stores ask for, makes it stay.
            token.keep(label, pair.getPrivate(), List.of(placeholder(label, pair)));
            return new Made(pair.getPublic(), label.getBytes(StandardCharsets.UTF_8));
        } catch (CertificateException | OperatorCreationException e) {
            throw new IllegalStateException("the token makes no key", e);
        }
    }

    private X509Certificate placeholder(String label, KeyPair pair)
            throws CertificateException, OperatorCreationException {
        Instant now = clock.instant();
        return new JcaX509CertificateConverter()
                .getCertificate(new CertificateForms(PkiPolicy.of(URI.create("http://localhost")))
                        .root(
                                label,
                                SubjectPublicKeyInfo.getInstance(
                                        pair.getPublic().getEncoded()),
                                BigInteger.ONE,
                                new Validity(now, now.plus(Duration.ofDays(1))),
                                signer(pair.getPrivate())));
    }

    @Override
    public ContentSigner signer(KeyFamily family, UUID authorityId, byte[] reference) {
        String label = new String(reference, StandardCharsets.UTF_8);
        PrivateKey key = token.privateKey(label);
        if (key == null) {
            throw new IllegalStateException("the token has no key " + label);
        }
        try {
            return signer(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the token does not sign with " + label, e);
        }
    }

    private ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder(KeyFamily.P256.signatureAlgorithm())
                .setProvider(token.provider())
                .build(key);
    }
}
