package io.tongbao.kernel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mobile number in E.164 form with its plus sign, {@code +8613800138000}: 7 to 15 digits after the plus, the first
 * not zero.
 */
public record Msisdn(String e164) implements Comparable<Msisdn> {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern CHINA_MOBILE = Pattern.compile("1[3-9][0-9]{9}");

    public Msisdn {
        if (!E164.matcher(e164).matches()) {
            throw new IllegalArgumentException("not an E.164 number");
        }
    }

    /**
     * Reads a number as people write it: spaces, hyphens and brackets ignored, {@code 00} for {@code +}, and a Chinese
     * mobile number without prefix taken as {@code +86}. Empty when it is none of these.
     */
    public static Optional<Msisdn> parse(String written) {
        if (written.length() > 40) {
            return Optional.empty();
        }
        String digits = written.replaceAll("[\\s()\\-]", "");
        if (CHINA_MOBILE.matcher(digits).matches()) {
            return Optional.of(new Msisdn("+86" + digits));
        }
        if (digits.startsWith("00")) {
            digits = "+" + digits.substring(2);
        }
        if (digits.startsWith("86") && CHINA_MOBILE.matcher(digits.substring(2)).matches()) {
            digits = "+" + digits;
        }
        return E164.matcher(digits).matches() ? Optional.of(new Msisdn(digits)) : Optional.empty();
    }

    /** The number with its middle hidden, {@code +86138****8000}: what logs, receipts and other people may see. */
    public String masked() {
        int keepHead = Math.max(3, e164.length() - 8);
        return e164.substring(0, keepHead) + "****" + e164.substring(Math.min(e164.length(), keepHead + 4));
    }

    @Override
    public int compareTo(Msisdn other) {
        return e164.compareTo(other.e164);
    }

    /** Masked, so that a number in an exception or a log line by accident is not readable. */
    @Override
    public String toString() {
        return masked();
    }
}
