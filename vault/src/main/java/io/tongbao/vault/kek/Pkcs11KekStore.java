package io.tongbao.vault.kek;

import io.tongbao.vault.hsm.HsmToken;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Key-encryption keys in an HSM, by their labels. They never leave it: wrapping and unwrapping is the token's work. */
public final class Pkcs11KekStore implements KekStore {

    private final HsmToken token;

    public Pkcs11KekStore(HsmToken token) {
        this.token = token;
    }

    @Override
    public String kind() {
        return "pkcs11";
    }

    @Override
    public String where() {
        return "the HSM's token " + token.name();
    }

    @Override
    public @Nullable Kek find(String id) {
        SecretKey key = token.secretKey(id);
        return key == null ? null : kek(id, key);
    }

    @Override
    public Kek create(String id) {
        return kek(id, token.generateAes256(id));
    }

    private Kek kek(String id, SecretKey key) {
        return new Kek(id, kind(), key, token.provider());
    }

    @Override
    public String toString() {
        return "Pkcs11KekStore[" + token + "]";
    }
}
