package io.tongbao.staff;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** The one-time secret of a set-up link: 256 random bits, shown once, kept only as a hash. */
public final class SetupToken {

    private static final String PREFIX = "setup_";
    private static final int BYTES = 32;
    private static final int MAX_CHARS = 100;

    private final String text;

    private SetupToken(String text) {
        this.text = text;
    }

    static SetupToken random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SetupToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Hash of any text that claims to be a token. */
    static byte[] hash(String text) {
        try {
            String bounded = text.length() > MAX_CHARS ? "" : text;
            return MessageDigest.getInstance("SHA-256").digest(bounded.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    byte[] hash() {
        return hash(text);
    }

    /** For the one answer that shows it. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "SetupToken[…]";
    }
}
