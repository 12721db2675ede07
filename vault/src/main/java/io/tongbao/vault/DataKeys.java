package io.tongbao.vault;

import io.tongbao.vault.kek.Kek;
import io.tongbao.vault.kek.Keks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The data keys in the database: wrapped, each bound to its purpose and version. */
final class DataKeys {

    private static final Logger LOG = LoggerFactory.getLogger(DataKeys.class);
    private static final String SELECT = "SELECT purpose, version, kek_id, wrapped, active_at FROM vault.data_key";
    private static final String ORDER = " ORDER BY purpose, version";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Keks keks;
    private final InstantSource clock;
    /** Opening a PKCS#12 file is slow on purpose. */
    private final Map<String, Kek> checked = new ConcurrentHashMap<>();

    /** A row of {@code vault.data_key}. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Row(KeyPurpose purpose, int version, String kekId, byte[] wrapped, Instant activeAt) {

        static Row of(ResultSet row, int n) throws SQLException {
            return new Row(
                    KeyPurpose.ofWord(row.getString("purpose")),
                    row.getInt("version"),
                    row.getString("kek_id"),
                    row.getBytes("wrapped"),
                    row.getObject("active_at", OffsetDateTime.class).toInstant());
        }
    }

    DataKeys(DataSource database, Keks keks, InstantSource clock) {
        this.jdbc = JdbcClient.create(database);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.keks = keks;
        this.clock = clock;
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    Keks keks() {
        return keks;
    }

    OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** Runs while no other node changes keys. */
    void alone(Runnable change) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("LOCK TABLE vault.kek IN EXCLUSIVE MODE").update();
            change.run();
        });
    }

    /** Makes what is missing: on the first start everything, later the keys of a purpose that is new in the code. */
    void ensure() {
        if (missing().isEmpty()) {
            return;
        }
        alone(() -> {
            Set<KeyPurpose> missing = missing();
            if (missing.isEmpty()) {
                return;
            }
            Kek kek = currentKek();
            if (kek == null) {
                kek = addKek();
            }
            for (KeyPurpose purpose : missing) {
                insert(purpose, 1, kek, now());
            }
        });
    }

    private Set<KeyPurpose> missing() {
        Set<KeyPurpose> missing = EnumSet.allOf(KeyPurpose.class);
        List<String> there = jdbc.sql("SELECT DISTINCT purpose FROM vault.data_key")
                .query(String.class)
                .list();
        missing.removeIf(purpose -> there.contains(purpose.word()));
        return missing;
    }

    /** The key-encryption key that new data keys are wrapped with, checked; null before the first start. */
    @Nullable
    Kek currentKek() {
        String id = jdbc.sql("SELECT id FROM vault.kek WHERE retired_at IS NULL")
                .query(String.class)
                .optional()
                .orElse(null);
        return id == null ? null : kek(id);
    }

    /** A new key-encryption key in the configured store; the caller has retired the one before. */
    Kek addKek() {
        Kek kek = keks.create();
        jdbc.sql("INSERT INTO vault.kek (id, store, fingerprint, created_at) VALUES (?, ?, ?, ?)")
                .params(kek.id(), kek.store(), kek.fingerprint(), now())
                .update();
        return kek;
    }

    void insert(KeyPurpose purpose, int version, Kek kek, OffsetDateTime activeAt) {
        byte[] key = keks.randomKey(DataKey.KEY_BYTES);
        jdbc.sql("INSERT INTO vault.data_key (purpose, version, kek_id, wrapped, created_at, active_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")
                .params(
                        purpose.word(),
                        version,
                        kek.id(),
                        kek.wrap(key, boundTo(purpose, version, kek.id())),
                        now(),
                        activeAt)
                .update();
    }

    /** Those that nodes hold. Purposes of a newer Tongbao beside this one are not this node's business. */
    List<Row> rows() {
        return jdbc.sql(SELECT + " WHERE retired_at IS NULL AND purpose IN (:known)" + ORDER)
                .param(
                        "known",
                        Stream.of(KeyPurpose.values()).map(KeyPurpose::word).toList())
                .query(Row::of)
                .list();
    }

    /** The retired ones too: they stay wrapped with the key-encryption key of the day. */
    List<Row> allRows() {
        return jdbc.sql(SELECT + ORDER).query(Row::of).list();
    }

    byte[] unwrap(Row row) {
        return kek(row.kekId()).unwrap(row.wrapped(), boundTo(row.purpose(), row.version(), row.kekId()));
    }

    static String boundTo(KeyPurpose purpose, int version, String kekId) {
        return "vault.data_key:" + purpose.word() + ":" + version + ":" + kekId;
    }

    /** The key-encryption key of this id, when it is here and the one that the database knows. */
    private Kek kek(String id) {
        Kek known = checked.get(id);
        if (known != null) {
            return known;
        }
        byte[] expected = jdbc.sql("SELECT fingerprint FROM vault.kek WHERE id = ?")
                .param(id)
                .query((row, n) -> row.getBytes(1))
                .single();
        Kek kek = keks.find(id);
        if (kek == null) {
            throw new VaultUnavailable("The key-encryption key " + id + " of this database is not in " + keks.where()
                    + "; restore it from its backup (see docs/operate/keys.md).");
        }
        if (!Arrays.equals(kek.fingerprint(), expected)) {
            throw new VaultUnavailable("The key-encryption key " + id + " in " + keks.where()
                    + " is not the one of this database: its fingerprint is " + hex(kek.fingerprint())
                    + ", expected " + hex(expected) + "; restore the right one from its backup.");
        }
        checked.put(id, kek);
        return kek;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * The keys as they are now; those of {@code known} are not unwrapped again.
     *
     * @param all whether a key that does not open is an error; otherwise it is logged and left out, because the node works
     *     on with the keys it has
     */
    KeyRing load(KeyRing known, boolean all) {
        Instant now = clock.instant();
        List<DataKey> keys = new ArrayList<>();
        Map<KeyPurpose, Integer> current = new EnumMap<>(KeyPurpose.class);
        Set<KeyPurpose> settled = EnumSet.noneOf(KeyPurpose.class);
        for (Row row : rows()) {
            DataKey key = known.find(row.purpose(), row.version());
            if (key == null) {
                key = opened(row, all);
            }
            if (key == null) {
                continue;
            }
            keys.add(key);
            if (!row.activeAt().isAfter(now) || !current.containsKey(row.purpose())) {
                current.put(row.purpose(), row.version());
                settled.remove(row.purpose());
                if (!row.activeAt().plus(RotateDataKey.DELAY).isAfter(now)) {
                    settled.add(row.purpose());
                }
            }
        }
        return new KeyRing(keys, current, settled);
    }

    private @Nullable DataKey opened(Row row, boolean orThrow) {
        try {
            return new DataKey(row.purpose(), row.version(), unwrap(row));
        } catch (VaultUnavailable e) {
            if (orThrow) {
                throw e;
            }
            LOG.error(
                    "version {} of the key for {} does not open here: {}",
                    row.version(),
                    row.purpose().word(),
                    e.getMessage());
            return null;
        }
    }
}
