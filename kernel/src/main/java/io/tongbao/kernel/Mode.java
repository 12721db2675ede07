package io.tongbao.kernel;

import java.util.Locale;

/** What a database was created for. It is stored there and can never change. */
public enum Mode {
    /** Made-up money: seeds, inboxes, test keys, bearer secrets; loopback unless told otherwise. */
    SANDBOX("sk_test_"),
    /** Real money: live keys, signatures only, HTTPS only. */
    PRODUCTION("sk_live_");

    private final String secretPrefix;

    Mode(String secretPrefix) {
        this.secretPrefix = secretPrefix;
    }

    /** What every secret issued in this mode begins with. */
    public String secretPrefix() {
        return secretPrefix;
    }

    /** Whether {@code secret} was issued in the other mode. */
    public boolean isOtherModes(String secret) {
        for (Mode mode : values()) {
            if (mode != this && secret.startsWith(mode.secretPrefix)) {
                return true;
            }
        }
        return false;
    }

    /** The name in options and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of {@link #word()}. */
    public static Mode ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
