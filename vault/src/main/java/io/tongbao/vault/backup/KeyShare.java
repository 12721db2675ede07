package io.tongbao.vault.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One custodian's share of a secret. As text it is one line that survives being typed from paper:
 * {@code tongbao-share number-2 needs-3 set-1a2b3c4d 0F3A-…-C0FFEE00}, the last group being a checksum.
 */
public final class KeyShare {

    private static final String WORD = "tongbao-share";
    private static final int CHECKSUM_BYTES = 4;

    private final int set;
    private final int threshold;
    private final int index;
    private final byte[] value;

    KeyShare(int set, int threshold, int index, byte[] value) {
        if (threshold < 2 || index < 1 || index > SecretSharing.MOST_SHARES || value.length == 0) {
            throw new IllegalArgumentException("not a share");
        }
        this.set = set;
        this.threshold = threshold;
        this.index = index;
        this.value = value.clone();
    }

    /** The same for all shares of one secret. */
    int set() {
        return set;
    }

    /** How many shares are needed. */
    public int threshold() {
        return threshold;
    }

    /** This share's number, from 1. */
    public int index() {
        return index;
    }

    int length() {
        return value.length;
    }

    byte[] value() {
        return value.clone();
    }

    /** The line for the custodian; secret. */
    public String text() {
        StringBuilder line = new StringBuilder(WORD)
                .append(" number-")
                .append(index)
                .append(" needs-")
                .append(threshold)
                .append(" set-")
                .append(HexFormat.of().toHexDigits(set))
                .append(' ');
        String hex = HexFormat.of().withUpperCase().formatHex(value);
        for (int i = 0; i < hex.length(); i += 4) {
            line.append(hex, i, Math.min(hex.length(), i + 4)).append('-');
        }
        return line.append(HexFormat.of().withUpperCase().formatHex(checksum())).toString();
    }

    /**
     * Reads {@link #text()}; spaces around, case and hyphens do not matter.
     *
     * @throws IllegalArgumentException when it is no share or was mistyped; never repeats it
     */
    public static KeyShare parse(String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", 5);
        try {
            if (words.length == 5 && words[0].equals(WORD)) {
                byte[] bytes = HexFormat.of().parseHex(words[4].replaceAll("[-\\s]", ""));
                KeyShare share = new KeyShare(
                        HexFormat.fromHexDigits(after("set-", words[3])),
                        Integer.parseInt(after("needs-", words[2])),
                        Integer.parseInt(after("number-", words[1])),
                        Arrays.copyOf(bytes, Math.max(0, bytes.length - CHECKSUM_BYTES)));
                if (Arrays.equals(share.checksum(), Arrays.copyOfRange(bytes, share.length(), bytes.length))) {
                    return share;
                }
            }
        } catch (IllegalArgumentException e) {
            throw mistyped();
        }
        throw mistyped();
    }

    private static String after(String prefix, String word) {
        if (!word.startsWith(prefix)) {
            throw mistyped();
        }
        return word.substring(prefix.length());
    }

    private static IllegalArgumentException mistyped() {
        // No cause: it would quote the share.
        return new IllegalArgumentException("this is not a key share, or it was mistyped");
    }

    private byte[] checksum() {
        byte[] head = (WORD + index + " " + threshold + " " + set).getBytes(StandardCharsets.US_ASCII);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(ByteBuffer.allocate(head.length + value.length)
                            .put(head)
                            .put(value)
                            .array());
            return Arrays.copyOf(hash, CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Without the share itself. */
    @Override
    public String toString() {
        return "KeyShare[number " + index + ", needs " + threshold + "]";
    }
}
