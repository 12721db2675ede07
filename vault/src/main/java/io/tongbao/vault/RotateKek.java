package io.tongbao.vault;

import io.tongbao.vault.kek.Kek;
import io.tongbao.vault.kek.Keks;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * Makes a new key-encryption key in the configured store and wraps all data keys with it, in one transaction. Running nodes
 * hold the data keys unwrapped and notice nothing; the old key stays where it is, for older backups of the database.
 *
 * <p>Errors: {@link VaultUnavailable} when the present key is not here or a data key does not open; nothing is changed then.
 */
public final class RotateKek {

    private final DataKeys store;

    public RotateKek(DataSource database, Keks keks, InstantSource clock) {
        this.store = new DataKeys(database, keks, clock);
    }

    /** @return the id of the new key-encryption key */
    public String execute() {
        String[] made = new String[1];
        store.alone(() -> {
            store.jdbc()
                    .sql("UPDATE vault.kek SET retired_at = ? WHERE retired_at IS NULL")
                    .param(store.now())
                    .update();
            Kek kek = store.addKek();
            for (DataKeys.Row row : store.allRows()) {
                store.jdbc()
                        .sql("UPDATE vault.data_key SET kek_id = ?, wrapped = ? WHERE purpose = ? AND version = ?")
                        .params(
                                kek.id(),
                                kek.wrap(store.unwrap(row), DataKeys.boundTo(row.purpose(), row.version(), kek.id())),
                                row.purpose().word(),
                                row.version())
                        .update();
            }
            made[0] = kek.id();
        });
        return made[0];
    }
}
