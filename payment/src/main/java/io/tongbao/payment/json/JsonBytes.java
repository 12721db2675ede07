package io.tongbao.payment.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes JSON straight to UTF-8 bytes: objects of scalar fields, nested objects, arrays of raw values. Field names must be
 * plain ASCII that needs no escaping. Not thread-safe.
 */
public final class JsonBytes {

    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final int ID_DIGITS = 26;

    private byte[] buffer;
    private int used;
    private boolean comma;

    public JsonBytes() {
        this(640);
    }

    public JsonBytes(int initialBytes) {
        this.buffer = new byte[Math.max(16, initialBytes)];
    }

    public JsonBytes begin() {
        separate();
        put('{');
        comma = false;
        return this;
    }

    public JsonBytes end() {
        put('}');
        comma = true;
        return this;
    }

    public JsonBytes beginArray() {
        separate();
        put('[');
        comma = false;
        return this;
    }

    public JsonBytes endArray() {
        put(']');
        comma = true;
        return this;
    }

    /** A name; its value comes next. */
    public JsonBytes name(String name) {
        separate();
        put('"');
        ascii(name);
        put('"');
        put(':');
        comma = false;
        return this;
    }

    public JsonBytes field(String name, String value) {
        return name(name).value(value);
    }

    public JsonBytes field(String name, long value) {
        return name(name).value(value);
    }

    public JsonBytes field(String name, boolean value) {
        name(name);
        ascii(value ? "true" : "false");
        comma = true;
        return this;
    }

    /** {@code "name":"prefix_…"}, as {@link io.tongbao.kernel.PublicId} writes it. */
    public JsonBytes id(String name, String prefix, UUID id) {
        name(name);
        put('"');
        ascii(prefix);
        put('_');
        reserve(ID_DIGITS);
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        for (int i = used + ID_DIGITS - 1; i >= used; i--) {
            buffer[i] = (byte) CROCKFORD.charAt((int) (low & 31));
            low = (low >>> 5) | (high << 59);
            high >>>= 5;
        }
        used += ID_DIGITS;
        put('"');
        comma = true;
        return this;
    }

    /** {@code "name":"2026-03-01T02:03:04.005006Z"} (RFC 3339) of microseconds since 1970. */
    public JsonBytes time(String name, long epochMicros) {
        name(name);
        put('"');
        instant(epochMicros);
        put('"');
        comma = true;
        return this;
    }

    public JsonBytes value(long value) {
        separate();
        if (value < 0) {
            ascii(Long.toString(value));
        } else {
            digits(value);
        }
        comma = true;
        return this;
    }

    public JsonBytes value(String value) {
        separate();
        put('"');
        escaped(value);
        put('"');
        comma = true;
        return this;
    }

    /** A value that is JSON already. */
    public JsonBytes raw(byte[] json) {
        separate();
        reserve(json.length);
        System.arraycopy(json, 0, buffer, used, json.length);
        used += json.length;
        comma = true;
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, used);
    }

    private void separate() {
        if (comma) {
            put(',');
        }
    }

    private void escaped(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
                for (byte b : rest) {
                    escape(b & 0xff);
                }
                return;
            }
            escape(c);
        }
    }

    /** One byte of UTF-8; those above 0x7f stand for themselves. */
    private void escape(int c) {
        if (c == '"' || c == '\\') {
            put('\\');
            put(c);
        } else if (c < ' ') {
            ascii("\\u00");
            put(HEX[c >> 4]);
            put(HEX[c & 15]);
        } else {
            put(c);
        }
    }

    private void instant(long epochMicros) {
        long second = Math.floorDiv(epochMicros, 1_000_000L);
        int micro = (int) Math.floorMod(epochMicros, 1_000_000L);
        long day = Math.floorDiv(second, 86_400L);
        int ofDay = (int) Math.floorMod(second, 86_400L);
        // Days to civil date, Howard Hinnant's algorithm: years begin in March, so the leap day comes last.
        long z = day + 719_468;
        long era = Math.floorDiv(z, 146_097L);
        int ofEra = (int) (z - era * 146_097);
        int yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * ofYear + 2) / 153;
        int dayOfMonth = ofYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        fixed(year, 4);
        put('-');
        fixed(month, 2);
        put('-');
        fixed(dayOfMonth, 2);
        put('T');
        fixed(ofDay / 3600, 2);
        put(':');
        fixed(ofDay / 60 % 60, 2);
        put(':');
        fixed(ofDay % 60, 2);
        put('.');
        fixed(micro, 6);
        put('Z');
    }

    private void fixed(long value, int width) {
        reserve(width);
        long rest = value;
        for (int i = used + width - 1; i >= used; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        used += width;
    }

    private void digits(long value) {
        int width = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            width++;
        }
        fixed(value, width);
    }

    private void ascii(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            buffer[used + i] = (byte) text.charAt(i);
        }
        used += length;
    }

    private void put(int c) {
        reserve(1);
        buffer[used++] = (byte) c;
    }

    private void reserve(int bytes) {
        if (buffer.length - used < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(used + bytes, 2 * buffer.length));
        }
    }
}
