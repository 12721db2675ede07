package io.tongbao.pki;

import io.tongbao.pki.CertificateForms.Validity;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

    private final Provider provider;
    private final KeyStore token;
    private final InstantSource clock;

    /**
     * @param provider a configured SunPKCS11; its attributes make private keys sensitive and not extractable
     * @param token its key store, logged in
     */
    public TokenKeys(Provider provider, KeyStore token, InstantSource clock) {
        this.provider = provider;
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
        String alias = "tongbao-ca-" + authorityId;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            // The key was made for this session; storing it under a certificate (what Java's key stores ask for) keeps
            // it.
            token.setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {placeholder(alias, pair)});
            return new Made(pair.getPublic(), alias.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the token makes no key", e);
        }
    }

    private Certificate placeholder(String alias, KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException {
        Instant now = clock.instant();
        return new JcaX509CertificateConverter()
                .getCertificate(new CertificateForms(PkiPolicy.of(URI.create("http://localhost")))
                        .root(
                                alias,
                                SubjectPublicKeyInfo.getInstance(
                                        pair.getPublic().getEncoded()),
                                BigInteger.ONE,
                                new Validity(now, now.plus(Duration.ofDays(1))),
                                signer(pair.getPrivate())));
    }

    @Override
    public ContentSigner signer(KeyFamily family, UUID authorityId, byte[] reference) {
        String alias = new String(reference, StandardCharsets.UTF_8);
        try {
            if (!(token.getKey(alias, null) instanceof PrivateKey key)) {
                throw new IllegalStateException("the token has no key " + alias);
            }
            return signer(key);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the token does not sign with " + alias, e);
        }
    }

    private ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder(KeyFamily.P256.signatureAlgorithm())
                .setProvider(provider)
                .build(key);
    }
}
