package io.tongbao.merchant.signature;

import io.tongbao.kernel.Refused;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict, bounded parser for the structured fields (RFC 8941) that signatures use: dictionaries whose members are inner
 * lists of strings, or byte sequences. Anything else, anything too long and any repeated key is refused, with the place.
 */
final class StructuredFields {

    static final int MAX_LENGTH = 4096;
    private static final int MAX_MEMBERS = 8;
    private static final int MAX_ITEMS = 32;
    private static final int MAX_PARAMETERS = 16;

    /** A dictionary member: a list of component names with parameters, or a single item. */
    sealed interface Member {
        record Components(List<String> names, Map<String, BareItem> parameters) implements Member {}

        record Single(BareItem item) implements Member {}
    }

    private final String text;
    private final String field;
    private final SignatureError error;
    private int at;

    private StructuredFields(String field, String text, SignatureError error) {
        this.field = field;
        this.text = text;
        this.error = error;
    }

    /** Parses the whole of {@code text} as a dictionary; throws {@link Refused} of {@code error} naming {@code field}. */
    static Map<String, Member> dictionary(String field, String text, SignatureError error) {
        StructuredFields parser = new StructuredFields(field, text, error);
        if (text.length() > MAX_LENGTH) {
            throw parser.fail("is longer than " + MAX_LENGTH + " characters");
        }
        return parser.dictionary();
    }

    private Map<String, Member> dictionary() {
        Map<String, Member> members = new LinkedHashMap<>();
        skipSpaces();
        while (at < text.length()) {
            String key = key();
            Member member;
            if (peek() == '=') {
                at++;
                member = peek() == '(' ? innerList() : new Member.Single(withIgnoredParameters(bareItem()));
            } else {
                throw fail("has no value for " + key);
            }
            if (members.put(key, member) != null) {
                throw fail("names " + key + " twice");
            }
            if (members.size() > MAX_MEMBERS) {
                throw fail("has more than " + MAX_MEMBERS + " members");
            }
            skipSpaces();
            if (at == text.length()) {
                return members;
            }
            expect(',');
            skipSpaces();
            if (at == text.length()) {
                throw fail("ends with a comma");
            }
        }
        if (members.isEmpty()) {
            throw fail("is empty");
        }
        return members;
    }

    private BareItem withIgnoredParameters(BareItem item) {
        parameters();
        return item;
    }

    private Member innerList() {
        expect('(');
        List<String> names = new ArrayList<>();
        while (true) {
            while (peek() == ' ') {
                at++;
            }
            if (peek() == ')') {
                at++;
                return new Member.Components(List.copyOf(names), parameters());
            }
            if (peek() != '"') {
                throw fail("must list components as quoted names");
            }
            String name = string();
            if (peek() == ';') {
                throw fail("has a parameter on component \"" + name + "\"; component parameters are not supported");
            }
            if (names.contains(name)) {
                throw fail("covers \"" + name + "\" twice");
            }
            names.add(name);
            if (names.size() > MAX_ITEMS) {
                throw fail("covers more than " + MAX_ITEMS + " components");
            }
            if (peek() != ' ' && peek() != ')') {
                throw fail("needs a space or ) at position " + at);
            }
        }
    }

    private Map<String, BareItem> parameters() {
        Map<String, BareItem> parameters = new LinkedHashMap<>();
        while (peek() == ';') {
            at++;
            while (peek() == ' ') {
                at++;
            }
            String key = key();
            BareItem value = new BareItem.BooleanItem(true);
            if (peek() == '=') {
                at++;
                value = bareItem();
            }
            if (parameters.put(key, value) != null) {
                throw fail("has the parameter " + key + " twice");
            }
            if (parameters.size() > MAX_PARAMETERS) {
                throw fail("has more than " + MAX_PARAMETERS + " parameters");
            }
        }
        return parameters;
    }

    private String key() {
        int start = at;
        if (!(isLower(peek()) || peek() == '*')) {
            throw fail("needs a lower-case key at position " + at);
        }
        while (isLower(peek()) || isDigit(peek()) || "_-.*".indexOf(peek()) >= 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private BareItem bareItem() {
        char c = peek();
        if (c == '"') {
            return new BareItem.StringItem(string());
        }
        if (c == ':') {
            return bytes();
        }
        if (c == '?') {
            at++;
            char bit = peek();
            if (bit != '0' && bit != '1') {
                throw fail("has a bad boolean at position " + at);
            }
            at++;
            return new BareItem.BooleanItem(bit == '1');
        }
        if (c == '-' || isDigit(c)) {
            return integer();
        }
        if (isLower(c) || (c >= 'A' && c <= 'Z') || c == '*') {
            int start = at;
            while (isTokenCharacter(peek())) {
                at++;
            }
            return new BareItem.TokenItem(text.substring(start, at));
        }
        throw fail("has no readable value at position " + at);
    }

    private BareItem integer() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int digits = at;
        while (isDigit(peek())) {
            at++;
        }
        if (at == digits || at - digits > 15 || peek() == '.') {
            throw fail("has a bad integer at position " + start);
        }
        return new BareItem.IntegerItem(Long.parseLong(text.substring(start, at)));
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = peek();
            if (c < 0x20 || c > 0x7e) {
                throw fail("has an unfinished or non-ASCII string");
            }
            at++;
            if (c == '"') {
                return out.toString();
            }
            if (c == '\\') {
                c = peek();
                if (c != '"' && c != '\\') {
                    throw fail("has a bad escape at position " + at);
                }
                at++;
            }
            out.append(c);
        }
    }

    private BareItem bytes() {
        expect(':');
        int end = text.indexOf(':', at);
        if (end < 0) {
            throw fail("has an unfinished byte sequence");
        }
        String base64 = text.substring(at, end);
        at = end + 1;
        try {
            return new BareItem.BytesItem(
                    Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException e) {
            throw fail("has a byte sequence that is not base 64");
        }
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw fail("needs " + wanted + " at position " + at);
        }
        at++;
    }

    private void skipSpaces() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    /** The character at the cursor; NUL, which no field value has, at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isTokenCharacter(char c) {
        return isLower(c) || (c >= 'A' && c <= 'Z') || isDigit(c) || (c != '\0' && "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0);
    }

    private Refused fail(String what) {
        return new Refused(error, field + " " + what);
    }
}
