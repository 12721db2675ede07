package io.tongbao.vault;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA-256 of a message under one version of a purpose's key: the two columns of a look-up.
 *
 * @param version of the key, 1 or more
 * @param digest 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record KeyedDigest(short version, byte[] digest) {

    /** Bytes of every digest. */
    public static final int BYTES = 32;

    public KeyedDigest {
        if (version < 1 || digest.length != BYTES) {
            throw new IllegalArgumentException("a keyed digest has a version of 1 or more and 32 bytes");
        }
    }

    /** In constant time. */
    public boolean matches(byte[] other) {
        return MessageDigest.isEqual(digest, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyedDigest that && version == that.version && matches(that.digest);
    }

    @Override
    public int hashCode() {
        return 31 * version + Arrays.hashCode(digest);
    }

    /** Without the digest. */
    @Override
    public String toString() {
        return "KeyedDigest[version " + version + "]";
    }
}
