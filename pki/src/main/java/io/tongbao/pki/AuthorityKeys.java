package io.tongbao.pki;

import java.security.PublicKey;
import java.util.UUID;
import org.bouncycastle.operator.ContentSigner;

/** Where the private keys of authorities live. Thread-safe. */
public interface AuthorityKeys {

    /** A pair just made: the public half, and what finds the private one again. */
    record Made(PublicKey publicKey, byte[] reference) {}

    /** Which place this is, as stored with the authority. */
    Store store();

    /** Makes a pair. {@link IllegalArgumentException} when this place has no such keys. */
    Made make(KeyFamily family, UUID authorityId);

    /** Something that signs once, with {@link KeyFamily}'s own algorithm. */
    ContentSigner signer(KeyFamily family, UUID authorityId, byte[] reference);

    /** The number is stored and never changes. */
    enum Store {
        /** In the database, sealed by the vault. */
        SEALED(1),
        /** In a PKCS#11 token, not to be taken out. */
        TOKEN(2);

        private final int number;

        Store(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }
}
