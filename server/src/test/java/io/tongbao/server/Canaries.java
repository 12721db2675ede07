package io.tongbao.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that are sent on purpose and must be found nowhere afterwards: in clear, in hexadecimal or in base 64. Not
 * thread-safe.
 */
final class Canaries {

    /** Passes Luhn's check; of a range nobody issues from. */
    static final String PAN = "6222029900123456784";

    static final String CVV = "917";
    static final String PIN = "804617";
    static final String WRONG_PIN = "370592";
    static final String IDENTITY = "110101199003070011";
    static final String PASSPORT = "XQ7341958";
    static final String PASSWORD = "correct-canary-staple-93";
    static final String HOLDER = "欧阳金丝雀";

    private final Map<String, List<Pattern>> sought = new LinkedHashMap<>();

    Canaries() {
        add("PAN", PAN);
        add("PIN", PIN);
        add("wrong PIN", WRONG_PIN);
        add("identity number", IDENTITY);
        add("passport number", PASSPORT);
        add("password", PASSWORD);
        // Three digits are everywhere; a leaked one stands by its name.
        sought.put("CVV", List.of(Pattern.compile("(?i)cvv[^0-9]{0,20}" + CVV + "(?![0-9])")));
    }

    /** One more, such as a code that was sent to a phone. */
    void add(String name, String secret) {
        List<Pattern> patterns = new ArrayList<>();
        // Not in the middle of another number, nor as the fraction of a second.
        patterns.add(Pattern.compile("(?<![0-9A-Za-z.])" + Pattern.quote(secret) + "(?![0-9A-Za-z])"));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        patterns.add(Pattern.compile(HexFormat.of().formatHex(bytes), Pattern.CASE_INSENSITIVE));
        if (bytes.length >= 9) {
            // The middle of it, at each of the three places that base 64 can put it.
            for (int shift = 0; shift < 3; shift++) {
                byte[] shifted = new byte[shift + bytes.length];
                System.arraycopy(bytes, 0, shifted, shift, bytes.length);
                String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
                patterns.add(Pattern.compile(Pattern.quote(text.substring(4, text.length() - 3))));
            }
        }
        sought.put(name + " " + sought.size(), patterns);
    }

    /** What of it stands in a text, each with its surroundings. */
    List<String> foundIn(String where, String text) {
        List<String> found = new ArrayList<>();
        sought.forEach((name, patterns) -> patterns.forEach(pattern -> {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                found.add(where + ": " + name + " in …"
                        + text.substring(Math.max(0, matcher.start() - 60), Math.min(text.length(), matcher.end() + 20))
                        + "…");
            }
        }));
        return found;
    }
}
