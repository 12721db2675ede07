package io.tongbao.ledger.audit;

import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/** Texts of hashes, keys and ids, each with exactly one spelling, so that a changed character is always a change. */
final class Texts {

    private Texts() {}

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    /** 32 bytes from 64 lower-case hexadecimal digits. */
    static byte[] hash(String hex) {
        if (hex.length() != 2 * JournalHash.HASH_BYTES) {
            throw new IllegalArgumentException("a hash has 64 hexadecimal digits");
        }
        byte[] hash = HexFormat.of().parseHex(hex);
        return same(hash, hex(hash), hex);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] bytes(String base64, int length) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length != length) {
            throw new IllegalArgumentException(length + " bytes in base64 are expected");
        }
        return same(bytes, base64(bytes), base64);
    }

    static UUID uuid(String text) {
        UUID id = UUID.fromString(text);
        return same(id, id.toString(), text);
    }

    static BigInteger whole(String digits) {
        if (digits.length() > 38) {
            throw new IllegalArgumentException("a sum has at most 38 digits");
        }
        BigInteger value = new BigInteger(digits);
        if (value.signum() < 0) {
            throw new IllegalArgumentException("a sum is not negative");
        }
        return same(value, value.toString(), digits);
    }

    private static <T> T same(T value, String canonical, String text) {
        if (!canonical.equals(text)) {
            throw new IllegalArgumentException("not in its usual spelling: " + text);
        }
        return value;
    }
}
