package io.tongbao.credential;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody is signed in. Public form of the id {@code ses_…}; the token is not in here.
 *
 * @param factors what was proved so far
 * @param device what it looks like to people ({@code Firefox on Linux}), 1 to 120 characters
 * @param source address or number it was opened from
 * @param provedAt when a factor was last proved: what is delicate asks for a fresh proof
 * @param expiresAt it ends then however busy it is, and earlier when idle
 */
public record Session(
        UUID id,
        Subject subject,
        Set<Factor> factors,
        String device,
        String source,
        Instant openedAt,
        Instant provedAt,
        Instant lastUsedAt,
        Instant expiresAt) {

    /** Prefix of public session ids. */
    public static final String PREFIX = "ses";

    public Session {
        factors = Set.copyOf(factors);
    }
}
