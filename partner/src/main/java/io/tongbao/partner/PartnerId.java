package io.tongbao.partner;

import java.util.regex.Pattern;

/** A bank or carrier by the short name the operator gave it, {@code icbc}, {@code cmcc-js}: 2 to 32 of a–z, 0–9 and hyphen. */
public record PartnerId(String value) implements Comparable<PartnerId> {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,31}");

    public PartnerId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a partner's id has 2 to 32 of a-z, 0-9 and hyphen, first a letter");
        }
    }

    @Override
    public int compareTo(PartnerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
