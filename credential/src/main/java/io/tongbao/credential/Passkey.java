package io.tongbao.credential;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registered passkey (WebAuthn credential). Public form of the id {@code pky_…}.
 *
 * @param credentialId the authenticator's name for it, 1 to 1,023 bytes
 * @param transports how it is reached ({@code internal}, {@code hybrid}, {@code usb}), as a hint for the next time
 * @param label what its owner calls it, 1 to 64 characters
 * @param backedUp whether it lives in more than one device now
 * @param lastUsedAt null before its first use
 */
@SuppressWarnings("ArrayRecordComponent") // shown, never compared
public record Passkey(
        UUID id,
        Subject subject,
        byte[] credentialId,
        List<String> transports,
        String label,
        boolean backedUp,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {

    /** Prefix of public passkey ids. */
    public static final String PREFIX = "pky";

    public Passkey {
        transports = List.copyOf(transports);
    }

    @Override
    public String toString() {
        return "Passkey[" + id + " of " + subject.kind() + "]";
    }
}
