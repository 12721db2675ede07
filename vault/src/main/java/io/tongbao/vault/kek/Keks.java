package io.tongbao.vault.kek;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The key-encryption keys a node can reach. New ones are made in the first store; the others may still hold those that data
 * keys were wrapped with before, so a change from a file to an HSM is a rotation like any other.
 */
public final class Keks {

    private final List<KekStore> stores;
    private final SecureRandom random = new SecureRandom();

    /** @param stores one or more; the first is for new keys */
    public Keks(List<? extends KekStore> stores) {
        if (stores.isEmpty()) {
            throw new IllegalArgumentException("there must be a place for key-encryption keys");
        }
        this.stores = List.copyOf(stores);
    }

    public @Nullable Kek find(String id) {
        for (KekStore store : stores) {
            Kek kek = store.find(id);
            if (kek != null) {
                return kek;
            }
        }
        return null;
    }

    /** A fresh key-encryption key in the first store. */
    public Kek create() {
        return stores.getFirst().create("kek-" + HexFormat.of().formatHex(randomKey(8)));
    }

    /** Fresh random bytes. */
    public byte[] randomKey(int bytes) {
        byte[] key = new byte[bytes];
        random.nextBytes(key);
        return key;
    }

    /** For messages: where the keys are looked for. */
    public String where() {
        return stores.stream().map(KekStore::where).collect(Collectors.joining(" or "));
    }
}
