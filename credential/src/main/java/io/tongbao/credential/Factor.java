package io.tongbao.credential;

import java.util.Set;

/** By what somebody has proved who they are. */
public enum Factor {
    PASSWORD(true, false),
    PIN(true, false),
    TOTP(false, true),
    /** A one-time code to the phone. */
    CODE(false, true),
    RECOVERY_CODE(false, true),
    DEVICE_KEY(false, true),
    /** With user verification: the authenticator, and what it knows or recognises. */
    PASSKEY(true, true);

    private final boolean knows;
    private final boolean has;

    Factor(boolean knows, boolean has) {
        this.knows = knows;
        this.has = has;
    }

    /** How many factors of different nature these are, something known and something held: 0 to 2. Two passwords are one. */
    public static int independent(Set<Factor> factors) {
        boolean knows = factors.stream().anyMatch(factor -> factor.knows);
        boolean has = factors.stream().anyMatch(factor -> factor.has);
        return (knows ? 1 : 0) + (has ? 1 : 0);
    }
}
