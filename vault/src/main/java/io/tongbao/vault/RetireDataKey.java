package io.tongbao.vault;

import io.tongbao.vault.kek.Keks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * Takes a version out of use that nothing needs any more. Nodes drop it from memory; wrapped, it stays in the database, so a
 * mistake can be undone.
 *
 * <p>Errors: {@link VaultUnavailable} when the version is unknown, in use or about to be, when its successor is too young,
 * when rows need it, or when nobody tells what rows need.
 */
public final class RetireDataKey {

    /** For how long the successor must have been in use, so that no transaction is left that began with the old one. */
    public static final Duration GRACE = Duration.ofMinutes(5);

    private final DataKeys store;
    private final ListKeys list;
    private final InstantSource clock;
    private final List<KeyUse> uses;

    /** @param uses of all owners */
    public RetireDataKey(DataSource database, Keks keks, InstantSource clock, List<? extends KeyUse> uses) {
        this.store = new DataKeys(database, keks, clock);
        this.list = new ListKeys(database, clock);
        this.clock = clock;
        this.uses = List.copyOf(uses);
    }

    public void execute(KeyPurpose purpose, int version) {
        store.alone(() -> {
            String name = "Version " + version + " of the key for " + purpose.word();
            List<KeyInfo> keys = list.execute().stream()
                    .filter(key -> key.purpose() == purpose)
                    .toList();
            KeyInfo key = keys.stream()
                    .filter(each -> each.version() == version)
                    .findFirst()
                    .orElseThrow(() -> new VaultUnavailable(name + " does not exist."));
            if (key.state() != KeyState.OLD) {
                throw new VaultUnavailable(name + " is " + key.state().name().toLowerCase(Locale.ROOT)
                        + "; only an old version can be retired.");
            }
            Instant settled = keys.stream()
                    .filter(each -> each.state() == KeyState.CURRENT)
                    .findFirst()
                    .orElseThrow()
                    .activeAt()
                    .plus(GRACE);
            if (settled.isAfter(clock.instant())) {
                throw new VaultUnavailable(
                        name + " was replaced a moment ago; it can be retired from " + settled + " on.");
            }
            requireUnused(name, purpose, version);
            set(purpose, version, true);
        });
    }

    private void requireUnused(String name, KeyPurpose purpose, int version) {
        List<KeyUse> relevant =
                uses.stream().filter(use -> use.purpose() == purpose).toList();
        if (relevant.isEmpty()) {
            throw new VaultUnavailable(name + " cannot be retired: no part of Tongbao tells what uses it.");
        }
        for (KeyUse use : relevant) {
            long rows = use.rowsByVersion().getOrDefault(version, 0L);
            if (rows > 0) {
                throw new VaultUnavailable(name + " is still needed by " + rows + " rows of " + use.what() + ".");
            }
        }
    }

    /** Brings a retired version back. */
    public void undo(KeyPurpose purpose, int version) {
        store.alone(() -> set(purpose, version, false));
    }

    private void set(KeyPurpose purpose, int version, boolean retired) {
        int changed = store.jdbc()
                .sql("UPDATE vault.data_key SET retired_at = CASE WHEN ? THEN ?::timestamptz END"
                        + " WHERE purpose = ? AND version = ? AND (retired_at IS NULL) = ?")
                .params(retired, store.now(), purpose.word(), version, retired)
                .update();
        if (changed != 1) {
            throw new VaultUnavailable("Version " + version + " of the key for " + purpose.word() + " is not "
                    + (retired ? "in use." : "retired."));
        }
    }
}
