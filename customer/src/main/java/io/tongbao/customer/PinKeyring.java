package io.tongbao.customer;

import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyUse;
import io.tongbao.vault.Vault;
import io.tongbao.vault.VersionColumn;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Verifies PINs by HMAC-SHA256(key, customer id ‖ salt ‖ PIN) with a key of the vault. A PIN has a million values, so no slow
 * hash could protect it; without the vault's key a stolen database tells nothing about PINs. The customer id binds a verifier
 * to its customer, so a row copied to another one fails. A row made with an older version of the key is made anew when its PIN
 * is next proven right.
 */
public final class PinKeyring {

    static final int SALT_BYTES = 16;

    private final Vault vault;

    public PinKeyring(Vault vault) {
        this.vault = vault;
    }

    /** Which versions of the key stored PINs need. */
    public static KeyUse use(DataSource database) {
        return new VersionColumn(database, KeyPurpose.PIN, "customer.pin", "key_version");
    }

    /** The version that new PINs are made with. */
    int currentVersion() {
        return vault.currentVersion(KeyPurpose.PIN);
    }

    /** A verifier to store with {@code version}, which is {@link #currentVersion()}. */
    byte[] make(int version, UUID customerId, byte[] salt, Pin pin) {
        return vault.mac(KeyPurpose.PIN, version, message(customerId, salt, pin));
    }

    /** Whether the PIN is right, in constant time; null when this node does not hold the key's version yet. Never waits. */
    @Nullable
    Boolean matches(UUID customerId, PinState state, Pin pin) {
        byte[] right = vault.macIfLoaded(KeyPurpose.PIN, state.keyVersion(), message(customerId, state.salt(), pin));
        return right == null ? null : MessageDigest.isEqual(right, state.verifier());
    }

    /** What to store for a PIN just proven right: the same, unless guesses are to be forgotten or its key is an old one. */
    PinState proven(UUID customerId, PinState state, Pin pin) {
        int current = currentVersion();
        if (state.keyVersion() >= current) {
            return state.right();
        }
        byte[] message = message(customerId, state.salt(), pin);
        byte[] old = vault.macIfLoaded(KeyPurpose.PIN, state.keyVersion(), message);
        byte[] fresh = vault.macIfLoaded(KeyPurpose.PIN, current, message);
        // Looked at again: the caller may have given up and wiped the PIN since it was proven.
        return old == null || fresh == null || !MessageDigest.isEqual(old, state.verifier())
                ? state.right()
                : state.madeAnew(current, fresh);
    }

    private static byte[] message(UUID customerId, byte[] salt, Pin pin) {
        return ByteBuffer.allocate(16 + SALT_BYTES + Pin.LENGTH)
                .putLong(customerId.getMostSignificantBits())
                .putLong(customerId.getLeastSignificantBits())
                .put(salt)
                .put(pin.digits())
                .array();
    }
}
