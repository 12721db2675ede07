package io.tongbao.customer;

import java.util.Locale;

/** In which language a customer is addressed. */
public enum Language {
    ZH,
    EN;

    /** {@code zh} or {@code en}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Language ofTag(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }

    public String choose(String zh, String en) {
        return this == ZH ? zh : en;
    }
}
