package io.tongbao.server;

import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.vault.Vault;
import io.tongbao.vault.VaultUnavailable;
import io.tongbao.vault.kek.KekOptions;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/** The vault of a running node: open, and looking for keys that other nodes add. */
final class OpenedVault implements AutoCloseable {

    /** Well below what a new key version waits before it is used. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    private final Vault vault;
    private final Vault.Refreshing refreshing;

    private OpenedVault(Vault vault) {
        this.vault = vault;
        this.refreshing = vault.refreshEvery(LOOK_EVERY);
    }

    /** @throws StartRefused a key-encryption key that is missing, wrong, or in an HSM that does not answer */
    static OpenedVault open(ServerOptions options, DataSource database, InstantSource clock) {
        try {
            return new OpenedVault(Vault.open(
                    database,
                    KekOptions.read(options.keysDirectory(), System.getenv()).open(),
                    clock));
        } catch (VaultUnavailable e) {
            throw new StartRefused(String.valueOf(e.getMessage()), e);
        }
    }

    Vault vault() {
        return vault;
    }

    @Override
    public void close() {
        refreshing.close();
    }
}
