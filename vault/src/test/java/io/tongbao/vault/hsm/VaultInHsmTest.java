package io.tongbao.vault.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.RotateKek;
import io.tongbao.vault.Vault;
import io.tongbao.vault.VaultUnavailable;
import io.tongbao.vault.kek.KekOptions;
import io.tongbao.vault.kek.Keks;
import io.tongbao.vault.kek.Pkcs11KekStore;
import io.tongbao.vault.kek.Pkcs12KekStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The key-encryption key in SoftHSM2, from the first start or after a change from a file. */
class VaultInHsmTest {

    private static final byte[] PLAIN = "11010519491231002X".getBytes(StandardCharsets.US_ASCII);

    private final FakeClock clock = new FakeClock();

    @TempDir
    Path keys;

    @Test
    void aVaultThatBeganInAFileMovesIntoTheHsm() throws Exception {
        Path library = SoftHsm.library();
        try (TestDatabase database = TestPostgres.database("vault")) {
            Vault running = Vault.open(
                    database.dataSource(), KekOptions.read(keys, Map.of()).open(), clock);
            byte[] sealed = running.seal(KeyPurpose.IDENTITY, "c:1", PLAIN);
            Path pin = keys.resolve("hsm.pin");
            Files.writeString(pin, SoftHsm.PIN + "\n");
            Files.writeString(
                    keys.resolve(KekOptions.FILE),
                    "kek = pkcs11\npkcs11.library = " + library + "\npkcs11.token = tongbao-d\npkcs11.pin-file = "
                            + pin);
            Keks hsm = KekOptions.read(keys, Map.of()).open();
            // Not moved yet: the file is still found.
            assertThat(Vault.open(database.dataSource(), hsm, clock).open(KeyPurpose.IDENTITY, "c:1", sealed))
                    .isEqualTo(PLAIN);

            String kek = new RotateKek(database.dataSource(), hsm, clock).execute();

            List<String> stores = JdbcClient.create(database.dataSource())
                    .sql("SELECT store FROM vault.kek ORDER BY retired_at NULLS LAST")
                    .query(String.class)
                    .list();
            assertThat(stores).containsExactly("pkcs12", "pkcs11");
            Files.delete(keys.resolve(Pkcs12KekStore.FILE));
            Files.delete(keys.resolve(Pkcs12KekStore.PASSWORD_FILE));
            Keks alone = KekOptions.read(keys, Map.of(KekOptions.PIN_VARIABLE, SoftHsm.PIN))
                    .open();
            assertThat(Vault.open(database.dataSource(), alone, clock).open(KeyPurpose.IDENTITY, "c:1", sealed))
                    .isEqualTo(PLAIN);

            // Without the token nobody opens anything.
            Files.delete(keys.resolve(KekOptions.FILE));
            Keks without = KekOptions.read(keys, Map.of()).open();
            assertThatThrownBy(() -> Vault.open(database.dataSource(), without, clock))
                    .isInstanceOf(VaultUnavailable.class)
                    .hasMessageContaining(kek);
        }
    }

    @Test
    void aVaultMayBeginInTheHsm() throws Exception {
        HsmToken token = HsmToken.open(SoftHsm.options("tongbao-d"));
        try (TestDatabase database = TestPostgres.database("vault")) {
            Keks keks = new Keks(List.of(new Pkcs11KekStore(token)));
            Vault first = Vault.open(database.dataSource(), keks, clock);
            byte[] sealed = first.seal(KeyPurpose.CARD, "c:1", PLAIN);
            assertThat(Vault.open(database.dataSource(), keks, clock).open(KeyPurpose.CARD, "c:1", sealed))
                    .isEqualTo(PLAIN);
        }
        assertThat(keys).isEmptyDirectory();
    }
}
