package io.tongbao.credential;

import java.util.Locale;

/** What a one-time code is for; a code of one purpose serves no other. */
public enum CodePurpose {
    REGISTER,
    SIGN_IN,
    APPROVE_PAYMENT,
    SET_PIN,
    CHANGE_NUMBER,
    BIND_DEVICE,
    UNLOCK,
    CLOSE_ACCOUNT;

    /** The name in the database. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
