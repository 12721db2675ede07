package io.tongbao.bank.iso8583.mac;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Seals the messages of one connection, with the key that is in force there. The code stands in the last eight bytes of a message and covers
 * all before them. After an exchange of keys the former key is still believed, for what was under way; nothing is sealed with it any more.
 * Thread-safe.
 */
public final class Seal {

    private record Keys(byte @Nullable [] current, byte @Nullable [] former) {}

    private final @Nullable MacAlgorithm algorithm;
    private volatile Keys keys;

    private Seal(@Nullable MacAlgorithm algorithm, byte @Nullable [] key) {
        this.algorithm = algorithm;
        this.keys = new Keys(key, null);
    }

    /** For lines whose messages carry no code. */
    public static Seal none() {
        return new Seal(null, null);
    }

    /** @param key to begin with; null when the bank must send one first */
    public static Seal of(MacAlgorithm algorithm, byte @Nullable [] key) {
        return new Seal(algorithm, key == null ? null : key.clone());
    }

    /** Whether messages are sealed now. */
    public boolean active() {
        return keys.current() != null;
    }

    /** Whether messages ought to be sealed and cannot be yet, so that nothing about money may be said. */
    public boolean lacksKey() {
        return algorithm != null && !active();
    }

    /** Puts the code into the last eight bytes. */
    public void close(byte[] message) {
        MacAlgorithm how = algorithm;
        byte[] key = keys.current();
        if (how == null || key == null) {
            throw new IllegalStateException("there is no key");
        }
        int covered = message.length - MacAlgorithm.MAC_BYTES;
        System.arraycopy(how.over(key, message, covered), 0, message, covered, MacAlgorithm.MAC_BYTES);
    }

    /** Whether the last eight bytes are the code of what stands before them. */
    public boolean fits(byte[] message) {
        MacAlgorithm how = algorithm;
        Keys now = keys;
        return how != null && (fits(how, now.current(), message) || fits(how, now.former(), message));
    }

    private static boolean fits(MacAlgorithm how, byte @Nullable [] key, byte[] message) {
        int covered = message.length - MacAlgorithm.MAC_BYTES;
        return key != null
                && covered > 0
                && MessageDigest.isEqual(
                        how.over(key, message, covered), Arrays.copyOfRange(message, covered, message.length));
    }

    /** From now on with this key. */
    public void replaceKey(byte[] key) {
        if (key.length != MacAlgorithm.KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + MacAlgorithm.KEY_BYTES + " bytes");
        }
        keys = new Keys(key.clone(), keys.current());
    }

    @Override
    public String toString() {
        return "Seal[" + (algorithm == null ? "none" : algorithm.written()) + "]";
    }
}
