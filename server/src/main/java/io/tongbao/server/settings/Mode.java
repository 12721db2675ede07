package io.tongbao.server.settings;

import java.util.Locale;

/** What a database was created for. It is stored there and can never change. */
public enum Mode {
    /** Made-up money: seeds, inboxes, bearer keys; loopback unless told otherwise. */
    SANDBOX,
    /** Real money: none of that. */
    PRODUCTION;

    /** The name in options and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of {@link #word()}. */
    public static Mode ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
