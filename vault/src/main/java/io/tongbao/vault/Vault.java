package io.tongbao.vault;

import io.tongbao.vault.kek.Keks;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Seals fields with AES-256-GCM and makes keyed digests with HMAC-SHA-256. The data keys lie wrapped in the database and are
 * unwrapped in memory when the vault is opened, so nothing here but a look for an unknown version touches the database.
 * Thread-safe.
 *
 * <p>A new version of a key is made known to all nodes before any of them uses it ({@link RotateDataKey}); until a node has
 * seen it, a row that names it makes the node look again.
 *
 * <p>A sealed value is {@code 1 ‖ version (2 bytes) ‖ nonce (12) ‖ ciphertext ‖ tag (16)}, bound to its place and version.
 * Nonces are random: a version must be replaced before it has sealed 2³² values.
 */
public final class Vault {

    /** What sealing adds to a value, in bytes. */
    public static final int OVERHEAD_BYTES = 3 + DataKey.NONCE_BYTES + DataKey.TAG_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
    private static final byte FORMAT = 1;
    private static final int NONCE_AT = 3;

    private final @Nullable DataKeys store;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock loading = new ReentrantLock();
    private final Semaphore wanted = new Semaphore(0);
    /** Versions that the last look did not find: they are asked for again by the next regular look only. */
    private final Set<String> notThere = ConcurrentHashMap.newKeySet();

    private volatile KeyRing ring;

    private Vault(@Nullable DataKeys store, KeyRing ring) {
        this.store = store;
        this.ring = ring;
    }

    /**
     * Opens the vault of this database; when it has none yet, makes it: one key-encryption key and one data key for each
     * purpose, in one transaction, so that nodes that start at once agree.
     *
     * @throws VaultUnavailable when a key-encryption key is missing or another than the one the data keys were wrapped with
     */
    public static Vault open(DataSource database, Keks keks, InstantSource clock) {
        DataKeys store = new DataKeys(database, keks, clock);
        store.ensure();
        return new Vault(store, store.load(KeyRing.EMPTY, true));
    }

    /** One fresh key for each purpose, in memory only; for tests and load tools. */
    public static Vault inMemory() {
        List<DataKey> keys = new ArrayList<>();
        Map<KeyPurpose, Integer> current = new EnumMap<>(KeyPurpose.class);
        SecureRandom random = new SecureRandom();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            keys.add(fresh(purpose, 1, random));
            current.put(purpose, 1);
        }
        return new Vault(null, new KeyRing(keys, current, EnumSet.allOf(KeyPurpose.class)));
    }

    /** A vault with the same keys and, for this purpose, a newer one that is used from now on; for tests. */
    public Vault rotatedInMemory(KeyPurpose purpose) {
        KeyRing now = ring;
        List<DataKey> keys = new ArrayList<>(now.all());
        Map<KeyPurpose, Integer> current = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose each : KeyPurpose.values()) {
            current.put(each, now.current(each).version());
        }
        int next = now.current(purpose).version() + 1;
        keys.add(fresh(purpose, next, random));
        current.put(purpose, next);
        return new Vault(null, new KeyRing(keys, current, EnumSet.allOf(KeyPurpose.class)));
    }

    private static DataKey fresh(KeyPurpose purpose, int version, SecureRandom random) {
        byte[] key = new byte[DataKey.KEY_BYTES];
        random.nextBytes(key);
        return new DataKey(purpose, version, key);
    }

    /**
     * Seals a value for one place.
     *
     * @param place what the value belongs to and where it lies, such as {@code customer.identity:<uuid>:number}; not secret
     */
    public byte[] seal(KeyPurpose purpose, String place, byte[] plain) {
        DataKey key = ring.current(purpose);
        byte[] nonce = new byte[DataKey.NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] text = key.encrypt(nonce, place, plain);
            return ByteBuffer.allocate(NONCE_AT + nonce.length + text.length)
                    .put(FORMAT)
                    .putShort((short) key.version())
                    .put(nonce)
                    .put(text)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    /**
     * The value that was sealed.
     *
     * @throws IllegalStateException when it was not sealed for this place and purpose, was changed, or its key is not here
     */
    public byte[] open(KeyPurpose purpose, String place, byte[] sealed) {
        DataKey key = require(purpose, sealedVersion(place, sealed));
        try {
            return key.decrypt(sealed, NONCE_AT, place);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what lies in " + place + " was not sealed for it", e);
        }
    }

    /**
     * The version of the key that sealed this value.
     *
     * @throws IllegalStateException when it is no sealed value
     */
    public static int versionOf(byte[] sealed) {
        return sealedVersion("this place", sealed);
    }

    private static int sealedVersion(String place, byte[] sealed) {
        if (sealed.length < OVERHEAD_BYTES || sealed[0] != FORMAT) {
            throw new IllegalStateException("what lies in " + place + " is not a sealed value");
        }
        return ByteBuffer.wrap(sealed).getShort(1);
    }

    /** The digest under the version that is for new values. */
    public KeyedDigest mac(KeyPurpose purpose, byte[] message) {
        DataKey key = ring.current(purpose);
        return new KeyedDigest((short) key.version(), key.mac(message));
    }

    /**
     * The digest under this version.
     *
     * @throws IllegalStateException when that key is not here
     */
    public byte[] mac(KeyPurpose purpose, int version, byte[] message) {
        return require(purpose, version).mac(message);
    }

    /**
     * The digest under this version, or null when this node does not hold its key now; it then looks for it soon. Never
     * touches the database: for code that holds locks.
     */
    public byte @Nullable [] macIfLoaded(KeyPurpose purpose, int version, byte[] message) {
        DataKey key = ring.find(purpose, version);
        if (key == null) {
            wanted.release();
            return null;
        }
        return key.mac(message);
    }

    /**
     * The digests under all versions that may be in use, newest first; for look-ups while a key is being replaced. The newest
     * may not be the one for new values yet: that is {@link #mac(KeyPurpose, byte[])}.
     */
    public List<KeyedDigest> macs(KeyPurpose purpose, byte[] message) {
        return ring.all(purpose).stream()
                .map(key -> new KeyedDigest((short) key.version(), key.mac(message)))
                .toList();
    }

    /** The version that new values are made with. */
    public int currentVersion(KeyPurpose purpose) {
        return ring.current(purpose).version();
    }

    /** Whether the current version has been in use for so long that surely no node makes values with an older one. */
    public boolean settled(KeyPurpose purpose) {
        return ring.settled(purpose);
    }

    /** Versions this node holds, newest first. */
    public List<Integer> versions(KeyPurpose purpose) {
        return ring.all(purpose).stream().map(DataKey::version).toList();
    }

    /** Looks for keys that were added, put to use or retired since the last look. */
    public void refresh() {
        DataKeys keys = store;
        if (keys == null) {
            return;
        }
        loading.lock();
        try {
            notThere.clear();
            ring = keys.load(ring, false);
        } finally {
            loading.unlock();
        }
    }

    /**
     * Looks for changes every so often, and soon after somebody missed a key.
     *
     * @param every well below the time that a rotation waits before a new key is used
     * @return to stop it
     */
    public Refreshing refreshEvery(Duration every) {
        Thread thread = Thread.ofVirtual().name("vault-refresh").unstarted(() -> refreshUntilInterrupted(every));
        thread.start();
        return thread::interrupt;
    }

    /** Looks for changes until it is closed. */
    @FunctionalInterface
    public interface Refreshing extends AutoCloseable {

        @Override
        void close();
    }

    private void refreshUntilInterrupted(Duration every) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (wanted.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
                refresh();
            } catch (InterruptedException e) {
                return;
            } catch (DataAccessException | VaultUnavailable e) {
                LOG.warn("the vault could not look for new keys: {}", e.getMessage());
            }
        }
    }

    private DataKey require(KeyPurpose purpose, int version) {
        DataKey key = ring.find(purpose, version);
        if (key == null) {
            key = lookFor(purpose, version);
        }
        if (key == null) {
            throw new IllegalStateException(
                    "version " + version + " of the key for " + purpose.word() + " is not in this vault");
        }
        return key;
    }

    private @Nullable DataKey lookFor(KeyPurpose purpose, int version) {
        DataKeys keys = store;
        String name = purpose.word() + version;
        if (keys == null || notThere.contains(name)) {
            return null;
        }
        loading.lock();
        try {
            DataKey meanwhile = ring.find(purpose, version);
            if (meanwhile != null) {
                return meanwhile;
            }
            ring = keys.load(ring, false);
            DataKey found = ring.find(purpose, version);
            if (found == null) {
                notThere.add(name);
            }
            return found;
        } finally {
            loading.unlock();
        }
    }

    @Override
    public String toString() {
        return "Vault[" + ring + "]";
    }
}
