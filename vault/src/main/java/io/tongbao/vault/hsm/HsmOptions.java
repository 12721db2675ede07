package io.tongbao.vault.hsm;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which token, and how to log in.
 *
 * @param library the vendor's PKCS#11 module, a shared object
 * @param tokenLabel the token's label, 1 to 32 bytes; null when {@code slot} says it
 * @param slot the slot's number; null when {@code tokenLabel} says it
 * @param pin of the token's user; secret
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; an array can be wiped
public record HsmOptions(
        Path library, @Nullable String tokenLabel, @Nullable Long slot, char[] pin) {

    public HsmOptions {
        if ((tokenLabel == null) == (slot == null)) {
            throw new IllegalArgumentException("name the HSM's token by its label or by its slot, not both");
        }
        if (tokenLabel != null && (tokenLabel.isBlank() || tokenLabel.length() > 32)) {
            throw new IllegalArgumentException("a token's label has 1 to 32 characters");
        }
        library = library.toAbsolutePath().normalize();
        pin = pin.clone();
    }

    /** A token by its label. */
    public static HsmOptions ofToken(Path library, String label, char[] pin) {
        return new HsmOptions(library, label, null, pin);
    }

    /** For messages: label or slot. */
    String token() {
        return tokenLabel != null ? tokenLabel : "in slot " + slot;
    }

    /** Without the PIN. */
    @Override
    public String toString() {
        return "HsmOptions[" + library + ", token " + token() + "]";
    }
}
