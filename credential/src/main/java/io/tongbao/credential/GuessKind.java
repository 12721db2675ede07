package io.tongbao.credential;

/** What is guessed at; each kind has its own counts. The number is stored and never changes. */
public enum GuessKind {
    PASSWORD(1),
    TOTP(2),
    RECOVERY_CODE(3),
    /** A payment PIN where it is not judged inside a posting. */
    PIN(4),
    /** A one-time code, beside the tries that each code has of its own. */
    CODE(5),
    /** No guess but a request for a one-time code: each costs money and disturbs somebody. Never given back. */
    CODE_REQUEST(6);

    private final int number;

    GuessKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
