package io.tongbao.partner.sandbox;

/**
 * What a sandbox partner does to one call.
 *
 * @param argument of {@link Mischief#DECLINE} the partner's own decline code; of {@link Mischief#SLOW} and {@link Mischief#LATE}
 *     milliseconds; empty otherwise
 */
public record Trick(Mischief mischief, String argument) {

    public static final Trick NONE = new Trick(Mischief.NONE, "");

    public static Trick of(Mischief mischief) {
        return new Trick(mischief, "");
    }

    /** Milliseconds, 0 to 600,000. @throws IllegalArgumentException when the argument is none */
    public long millis() {
        long millis = Long.parseLong(argument);
        if (millis < 0 || millis > 600_000) {
            throw new IllegalArgumentException("0 to 600000 milliseconds");
        }
        return millis;
    }
}
