package io.tongbao.vault;

import io.tongbao.vault.kek.Kek;
import io.tongbao.vault.kek.Keks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Adds a version to a purpose's key. It is made now and used after a while, so that all running nodes know it before the first
 * value is made with it; older versions stay for what was made with them.
 *
 * <p>Errors: {@link VaultUnavailable} when an earlier new version is not in use yet, or the key-encryption key is not here.
 */
public final class RotateDataKey {

    /** How long a new version waits unless told otherwise: six times what a node may be behind. */
    public static final Duration DELAY = Duration.ofSeconds(60);

    private final DataKeys store;
    private final InstantSource clock;

    public RotateDataKey(DataSource database, Keks keks, InstantSource clock) {
        this.store = new DataKeys(database, keks, clock);
        this.clock = clock;
    }

    /**
     * @param delay zero or more until the new version is used
     * @return the new version
     */
    public int execute(KeyPurpose purpose, Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a key cannot have been in use before it was made");
        }
        int[] made = new int[1];
        store.alone(() -> {
            Instant now = clock.instant();
            OffsetDateTime pending = store.jdbc()
                    .sql("SELECT max(active_at) FROM vault.data_key WHERE purpose = ? AND retired_at IS NULL")
                    .param(purpose.word())
                    .query((row, n) -> row.getObject(1, OffsetDateTime.class))
                    .single();
            if (pending != null && pending.toInstant().isAfter(now)) {
                throw new VaultUnavailable("The key for " + purpose.word() + " has a new version already, used from "
                        + pending.toInstant() + " on; rotate again after that.");
            }
            int version = store.jdbc()
                    .sql("SELECT coalesce(max(version), 0) + 1 FROM vault.data_key WHERE purpose = ?")
                    .param(purpose.word())
                    .query(Integer.class)
                    .single();
            Kek kek = Objects.requireNonNull(store.currentKek(), "an open vault has a key-encryption key");
            store.insert(purpose, version, kek, now.plus(delay).atOffset(ZoneOffset.UTC));
            made[0] = version;
        });
        return made[0];
    }
}
