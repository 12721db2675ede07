package io.tongbao.carrier.diameter.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * One attribute (RFC 6733 §4).
 *
 * @param vendor 0 for the IETF's own: then the V flag is not set
 * @param mandatory the M flag
 * @param data without header and padding; the array is not to be changed
 */
public record Avp(int code, int vendor, boolean mandatory, byte[] data) {

    /** Seconds from 1900-01-01 to 1970-01-01 (RFC 5905). */
    private static final long NTP_EPOCH = 2_208_988_800L;

    public static Avp octets(int code, byte[] data) {
        return new Avp(code, 0, true, data);
    }

    public static Avp text(int code, String text) {
        return octets(code, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the M flag, as the RFCs' tables want it for some. */
    public Avp optional() {
        return new Avp(code, vendor, false, data);
    }

    /** Unsigned32, Integer32 or Enumerated. */
    public static Avp number(int code, int value) {
        return octets(code, ByteBuffer.allocate(4).putInt(value).array());
    }

    public static Avp integer64(int code, long value) {
        return octets(code, ByteBuffer.allocate(8).putLong(value).array());
    }

    public static Avp time(int code, Instant at) {
        return number(code, (int) (at.getEpochSecond() + NTP_EPOCH));
    }

    /** An address of 4 or 16 bytes with its family in front. */
    public static Avp address(int code, byte[] address) {
        return octets(
                code,
                ByteBuffer.allocate(2 + address.length)
                        .putShort((short) (address.length == 4 ? 1 : 2))
                        .put(address)
                        .array());
    }

    public static Avp group(int code, Avp... members) {
        return octets(code, Codec.encode(List.of(members)));
    }

    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** @throws Malformed when it has not four bytes */
    public int number() throws Malformed {
        if (data.length != 4) {
            throw new Malformed(Codes.INVALID_AVP_LENGTH, "AVP " + code + " has not four bytes");
        }
        return ByteBuffer.wrap(data).getInt();
    }

    /** @throws Malformed when it has not eight bytes */
    public long integer64() throws Malformed {
        if (data.length != 8) {
            throw new Malformed(Codes.INVALID_AVP_LENGTH, "AVP " + code + " has not eight bytes");
        }
        return ByteBuffer.wrap(data).getLong();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Avp that
                && code == that.code
                && vendor == that.vendor
                && mandatory == that.mandatory
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, vendor, mandatory, Arrays.hashCode(data));
    }

    /** Without its content, which may be somebody's number. */
    @Override
    public String toString() {
        return "Avp[" + Integer.toUnsignedString(code)
                + (vendor == 0 ? "" : "/" + HexFormat.of().toHexDigits(vendor)) + ", " + data.length + " bytes]";
    }
}
