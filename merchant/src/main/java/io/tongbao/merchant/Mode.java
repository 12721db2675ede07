package io.tongbao.merchant;

/** What kind of database this is; stored when it is created and never changed. */
public enum Mode {
    /** For trying out: test keys, bearer secrets, seeded parties, loopback webhooks. */
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
}
