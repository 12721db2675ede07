package io.tongbao.bank.iso8583.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Field 48 as we use it: entries of a tag of two characters, a length of three digits, and ASCII. Text that need not be ASCII (names, notes)
 * is UTF-8 in base64url, because switches between us and a bank may turn bytes above 127 into something else.
 */
public final class PrivateData {

    public static final int MOST_CHARACTERS = 999;

    private final Map<String, String> entries = new LinkedHashMap<>();

    /** Adds an entry and returns this; nothing when the value is null or empty. */
    public PrivateData with(String tag, @Nullable String value) {
        if (tag.length() != 2) {
            throw new IllegalArgumentException("a tag has two characters");
        }
        if (value != null && !value.isEmpty()) {
            if (value.length() > MOST_CHARACTERS - 5 || !Fields.Alphabet.PRINTABLE.holds(value)) {
                throw new IllegalArgumentException("entry " + tag + " is too long or not ASCII");
            }
            entries.put(tag, value);
        }
        return this;
    }

    public PrivateData withText(String tag, @Nullable String text) {
        return with(
                tag,
                text == null
                        ? null
                        : Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    public Optional<String> find(String tag) {
        return Optional.ofNullable(entries.get(tag));
    }

    public @Nullable String get(String tag) {
        return entries.get(tag);
    }

    /** Empty also when it is not base64url. */
    public Optional<String> findText(String tag) {
        try {
            return find(tag).map(coded -> new String(Base64.getUrlDecoder().decode(coded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException the whole is longer than field 48 */
    public String write() {
        StringBuilder out = new StringBuilder();
        entries.forEach((tag, value) -> {
            out.append(tag);
            String length = String.valueOf(value.length());
            out.append("000", 0, 3 - length.length()).append(length).append(value);
        });
        if (out.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("field 48 holds at most " + MOST_CHARACTERS + " characters");
        }
        return out.toString();
    }

    /** What field 48 of a message holds; a bank that puts something else there has told us nothing. */
    public static PrivateData of(IsoMessage message) {
        PrivateData data = new PrivateData();
        String written = message.get(48, "");
        int at = 0;
        while (at + 5 <= written.length()) {
            int length = 0;
            for (int i = at + 2; i < at + 5; i++) {
                char c = written.charAt(i);
                length = c >= '0' && c <= '9' && length >= 0 ? length * 10 + (c - '0') : -1;
            }
            if (length < 0 || at + 5 + length > written.length()) {
                return new PrivateData();
            }
            data.entries.put(written.substring(at, at + 2), written.substring(at + 5, at + 5 + length));
            at += 5 + length;
        }
        return at == written.length() ? data : new PrivateData();
    }

    /** Tags only. */
    @Override
    public String toString() {
        return "PrivateData" + entries.keySet();
    }
}
