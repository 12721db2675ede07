package io.tongbao.pki;

import java.util.Locale;

/** What a certificate can stand for; the number is stored and never changes. */
public enum SubjectKind {
    /** A service provider. */
    PROVIDER(1, "sp"),
    /** A payer's device. */
    DEVICE(2, "dev"),
    /** A server of the operator, under DNS names. */
    SERVER(3, "srv"),
    /** An authority of the operator. */
    AUTHORITY(4, "ca");

    private final int number;
    private final String prefix;

    SubjectKind(int number, String prefix) {
        this.number = number;
        this.prefix = prefix;
    }

    int number() {
        return number;
    }

    /** The prefix of the subject's public id. */
    public String prefix() {
        return prefix;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SubjectKind of(int number) {
        for (SubjectKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new IllegalStateException("subject kind " + number);
    }
}
