package io.tongbao.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.kek.KekOptions;
import io.tongbao.vault.kek.Keks;
import io.tongbao.vault.kek.Pkcs12KekStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The vault on a real database, its key-encryption key in a file. */
class VaultDatabaseTest {

    private static final byte[] PLAIN = "Zhang San".getBytes(StandardCharsets.UTF_8);

    private final FakeClock clock = new FakeClock();
    private final TestDatabase database = TestPostgres.database("vault");

    @TempDir
    Path keys;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFirstStartMakesTheKeysAndLaterOnesFindThem() throws IOException {
        Vault made = open(keys);
        byte[] sealed = made.seal(KeyPurpose.IDENTITY, "customer:1:name", PLAIN);
        KeyedDigest digest = made.mac(KeyPurpose.LOOKUP, PLAIN);

        Vault again = open(keys);
        assertThat(again.open(KeyPurpose.IDENTITY, "customer:1:name", sealed)).isEqualTo(PLAIN);
        assertThat(again.mac(KeyPurpose.LOOKUP, PLAIN)).isEqualTo(digest);
        assertThat(new ListKeys(database.dataSource(), clock).execute())
                .hasSize(KeyPurpose.values().length)
                .allMatch(key -> key.version() == 1 && key.state() == KeyState.CURRENT);
        for (String file : List.of(Pkcs12KekStore.FILE, Pkcs12KekStore.PASSWORD_FILE)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void nodesThatStartAtOnceAgree() throws Exception {
        try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Vault>> opened = nodes.invokeAll(Collections.nCopies(6, (Callable<Vault>) () -> open(keys)));
            byte[] sealed = opened.getFirst().get().seal(KeyPurpose.CARD, "card:1", PLAIN);
            for (Future<Vault> node : opened) {
                assertThat(node.get().open(KeyPurpose.CARD, "card:1", sealed)).isEqualTo(PLAIN);
            }
        }
        assertThat(count("SELECT count(*) FROM vault.kek")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM vault.data_key")).isEqualTo(KeyPurpose.values().length);
    }

    @Test
    void aMissingOrWrongKekIsOneClearLine() throws IOException {
        Vault made = open(keys);
        assertThat(made.currentVersion(KeyPurpose.PIN)).isEqualTo(1);
        Path empty = Files.createDirectory(keys.resolve("empty"));
        assertThatThrownBy(() -> open(empty))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageMatching(
                        "The key-encryption key kek-[0-9a-f]{16} of this database is not in .*empty/vault.p12;"
                                + " restore it from its backup .*");
        assertThat(empty).isEmptyDirectory();

        // Another key under the same name, as after a restore of the wrong directory.
        String id = JdbcClient.create(database.dataSource())
                .sql("SELECT id FROM vault.kek")
                .query(String.class)
                .single();
        Path other = Files.createDirectory(keys.resolve("other"));
        assertThat(new Pkcs12KekStore(other, null).create(id).id()).isEqualTo(id);
        assertThatThrownBy(() -> open(other))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageContaining("is not the one of this database: its fingerprint is ");
    }

    @Test
    void aSwappedRowDoesNotOpen() {
        Vault made = open(keys);
        assertThat(made.currentVersion(KeyPurpose.PIN)).isEqualTo(1);
        database.execute("UPDATE vault.data_key SET wrapped ="
                + " (SELECT wrapped FROM vault.data_key WHERE purpose = 'card') WHERE purpose = 'pin'");
        assertThatThrownBy(() -> open(keys))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageContaining("vault.data_key:pin:1:")
                .hasMessageContaining("does not open");
    }

    @Test
    void aPurposeOfANewerTongbaoIsLeftAlone() {
        Vault made = open(keys);
        database.execute("INSERT INTO vault.data_key (purpose, version, kek_id, wrapped, created_at, active_at)"
                + " SELECT 'biometric', version, kek_id, wrapped, created_at, active_at FROM vault.data_key"
                + " WHERE purpose = 'pin'");
        made.refresh();
        assertThat(made.currentVersion(KeyPurpose.PIN)).isEqualTo(1);
        assertThat(open(keys).currentVersion(KeyPurpose.PIN)).isEqualTo(1);
    }

    @Test
    void theFileNeedsItsPasswordAndItsOwnersMode() throws IOException {
        Vault made = open(keys);
        assertThat(made.currentVersion(KeyPurpose.PIN)).isEqualTo(1);
        Path password = keys.resolve(Pkcs12KekStore.PASSWORD_FILE);
        String right = Files.readString(password);
        Files.writeString(password, "wrong");
        assertThatThrownBy(() -> open(keys))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageMatching("The password of .*vault.p12 is wrong; correct .*vault.password.")
                .hasMessageNotContaining("wrong\n");
        Files.delete(password);
        assertThatThrownBy(() -> open(keys))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageContaining("is missing: restore ");

        // The same password from the environment: no file is needed then.
        Map<String, String> environment = Map.of(KekOptions.PASSWORD_VARIABLE, right.strip());
        Keks keks = KekOptions.read(keys, environment).open();
        assertThat(Vault.open(database.dataSource(), keks, clock).currentVersion(KeyPurpose.PIN))
                .isEqualTo(1);
        assertThat(KekOptions.read(keys, environment).toString()).doesNotContain(right.strip());

        Files.setPosixFilePermissions(keys.resolve(Pkcs12KekStore.FILE), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> Vault.open(database.dataSource(), keks, clock))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageContaining("run: chmod 600 ");
    }

    @Test
    void settingsThatAreWrongAreNamed() throws IOException {
        Path file = keys.resolve(KekOptions.FILE);
        for (Map.Entry<String, String> each : Map.of(
                        "kek = cloud", "kek must be pkcs12 or pkcs11",
                        "kek = pkcs11", "pkcs11.library is missing",
                        "kek = pkcs11\npkcs11.library = /x\npkcs11.token = t", "the HSM's PIN is missing",
                        "kek = pkcs11\npkcs11.library = /x\npkcs11.slot = one", "pkcs11.slot must be a number",
                        "key = pkcs12", "there is no setting key")
                .entrySet()) {
            Files.writeString(file, each.getKey());
            assertThatThrownBy(() -> KekOptions.read(keys, Map.of()))
                    .as(each.getKey())
                    .isInstanceOf(VaultUnavailable.class)
                    .hasMessageContaining(each.getValue());
        }
    }

    @Test
    void aStolenDatabaseHoldsNoKey() throws IOException {
        Vault made = open(keys);
        byte[] sealed = made.seal(KeyPurpose.SECRET, "x", PLAIN);
        // Whoever has the database and a key file of his own gets nowhere.
        Path thief = Files.createDirectory(keys.resolve("thief"));
        Files.copy(
                keys.resolve(Pkcs12KekStore.FILE),
                thief.resolve(Pkcs12KekStore.FILE),
                StandardCopyOption.COPY_ATTRIBUTES);
        assertThatThrownBy(() -> open(thief)).isInstanceOf(VaultUnavailable.class);
        assertThatThrownBy(() -> Vault.inMemory().open(KeyPurpose.SECRET, "x", sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    private Vault open(Path directory) {
        return Vault.open(
                database.dataSource(), KekOptions.read(directory, Map.of()).open(), clock);
    }

    private long count(String sql) {
        return JdbcClient.create(database.dataSource())
                .sql(sql)
                .query(Long.class)
                .single();
    }
}
