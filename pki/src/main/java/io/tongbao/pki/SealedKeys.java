package io.tongbao.pki;

import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.Vault;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.UUID;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys kept in the database, sealed; opened for each signature and forgotten after it. */
public final class SealedKeys implements AuthorityKeys {

    private final Vault vault;
    private final SecureRandom random = new SecureRandom();

    public SealedKeys(Vault vault) {
        this.vault = vault;
    }

    @Override
    public Store store() {
        return Store.SEALED;
    }

    @Override
    public Made make(KeyFamily family, UUID authorityId) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm(family), Bc.provider());
            switch (family) {
                case P256 -> generator.initialize(new ECGenParameterSpec("secp256r1"), random);
                case SM2 -> generator.initialize(new ECGenParameterSpec("sm2p256v1"), random);
                case ED25519 -> generator.initialize(255, random);
            }
            KeyPair pair = generator.generateKeyPair();
            byte[] plain = pair.getPrivate().getEncoded();
            try {
                return new Made(pair.getPublic(), vault.seal(KeyPurpose.SECRET, place(authorityId), plain));
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a key of " + family, e);
        }
    }

    @Override
    public ContentSigner signer(KeyFamily family, UUID authorityId, byte[] reference) {
        byte[] plain = vault.open(KeyPurpose.SECRET, place(authorityId), reference);
        try {
            PrivateKey key = KeyFactory.getInstance(algorithm(family), Bc.provider())
                    .generatePrivate(new PKCS8EncodedKeySpec(plain));
            return new JcaContentSignerBuilder(family.signatureAlgorithm())
                    .setProvider(Bc.provider())
                    .setSecureRandom(random)
                    .build(key);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot sign with a key of " + family, e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    static String place(UUID authorityId) {
        return "pki.authority:" + authorityId + ":key";
    }

    private static String algorithm(KeyFamily family) {
        return family == KeyFamily.ED25519 ? "Ed25519" : "EC";
    }
}
