package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.server.wiring.KeyOwners;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyUse;
import io.tongbao.vault.Reseal;
import io.tongbao.vault.ResealFields;
import io.tongbao.vault.Vault;
import io.tongbao.vault.kek.KekOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code ./tongbao keys} beside a running node. */
final class KeysCommandTest {

    private static final byte[] SECRET = "whsec".getBytes(StandardCharsets.US_ASCII);

    private final TestDatabase database = TestPostgres.database(Stream.concat(
                    Stream.of("server"),
                    StartedDatabase.modulesWithASchema().stream().map(module -> module.name()))
            .toArray(String[]::new));

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keysAreListedReplacedAndRetired() {
        assertThat(keys("list").out()).as("no key yet").startsWith("purpose").doesNotContain("kek-");
        Vault node = open(InstantSource.system());
        Terminal.Said listed = keys("list", "--use");
        assertThat(listed.code()).isZero();
        assertThat(listed.out()).contains("purpose", "pin             1  current  kek-");

        assertThat(keys("rotate").err()).contains("name what to rotate");
        assertThat(keys("rotate", "--purpose", "none").code()).isNotZero();
        Terminal.Said rotated = keys("rotate", "--purpose", "secret", "--purpose", "pin");
        assertThat(rotated.err()).isEmpty();
        assertThat(rotated.out()).contains("Version 2 of the key for secret", "Version 2 of the key for pin");
        assertThat(keys("list").out()).contains("secret          2  pending");
        assertThat(keys("rotate", "--purpose", "secret").err())
                .contains("tongbao: The key for secret has a new version");

        String before = kek();
        assertThat(keys("rotate", "--kek").out()).contains("All data keys are wrapped with kek-");
        assertThat(kek()).isNotEqualTo(before);
        node.refresh();
        assertThat(node.versions(KeyPurpose.SECRET)).containsExactly(2, 1);
        assertThat(keys("reseal").out()).contains("0 rows are sealed anew.");
        assertThat(keys("retire", "--purpose", "secret", "--version", "1").err())
                .contains("is current;");
        assertThat(keys("retire", "--purpose", "secret", "--version", "1", "--undo")
                        .err())
                .contains("is not retired.");
    }

    @Test
    void aServerWithoutItsKeysRefusesInOneLine() {
        FakeClock clock = new FakeClock();
        ServerOptions options = ServerOptions.sandbox(directory.resolve("data"), 0);
        byte[] sealed;
        try (OpenedVault opened = OpenedVault.open(options, database.dataSource(), clock)) {
            sealed = opened.vault().seal(KeyPurpose.SECRET, "x", SECRET);
        }
        try (OpenedVault opened = OpenedVault.open(options, database.dataSource(), clock)) {
            assertThat(opened.vault().open(KeyPurpose.SECRET, "x", sealed)).isEqualTo(SECRET);
        }
        ServerOptions elsewhere = ServerOptions.sandbox(directory.resolve("other"), 0);
        assertThatThrownBy(() -> {
                    try (OpenedVault opened = OpenedVault.open(elsewhere, database.dataSource(), clock)) {
                        assertThat(opened).isNull();
                    }
                })
                .isInstanceOf(StartRefused.class)
                .hasMessageMatching(
                        "The key-encryption key kek-.* of this database is not in .*\\.keys/vault\\.p12; .*");
    }

    @Test
    void keysAreBackedUpWithAPassphraseOrShares() throws IOException {
        Vault made = open(InstantSource.system());
        assertThat(made.currentVersion(KeyPurpose.PIN)).isEqualTo(1);
        Path passphrase = Files.writeString(directory.resolve("passphrase"), "correct horse battery staple\n");
        String file = directory.resolve("a.backup").toString();
        assertThat(offline("backup", file, "--passphrase-file", passphrase.toString())
                        .out())
                .contains("vault.p12, vault.password");
        assertThat(offline("restore", file, "--passphrase-file", passphrase.toString())
                        .err())
                .contains("is there already");
        assertThat(restore(file, "back", "--passphrase-file", passphrase.toString())
                        .code())
                .isZero();
        assertThat(directory.resolve("back/vault.p12"))
                .hasSameBinaryContentAs(keysDirectory().resolve("vault.p12"));

        String shared = directory.resolve("b.backup").toString();
        assertThat(offline("backup", shared, "--shares", "3").err()).contains("belong together");
        assertThat(offline("backup", shared, "--shares", "3", "--threshold", "2")
                        .code())
                .isZero();
        assertThat(restore(shared, "again").err()).contains("opens with shares");
        assertThat(restore(shared, "again", "--share", shared + ".share-3").err())
                .contains("2 different shares are needed");
        assertThat(restore(shared, "again", "--share", shared + ".share-3", "--share", shared + ".share-1")
                        .code())
                .isZero();
        assertThat(directory.resolve("again/vault.p12"))
                .hasSameBinaryContentAs(keysDirectory().resolve("vault.p12"));
    }

    /** Whoever adds a sealed column and forgets to name it would lose it when a key is retired. */
    @Test
    void everySealedColumnHasAnOwnerThatTellsItsUse() {
        List<String> columns = JdbcClient.create(database.dataSource())
                .sql("""
                        SELECT c.table_schema || '.' || c.table_name || '.' || c.column_name
                        FROM information_schema.columns c
                        WHERE c.data_type = 'bytea' AND c.column_name LIKE '%sealed%'
                          -- Rows on their way to a bank are sealed with that bank's own key file, not with the vault's.
                          AND c.table_schema <> 'bank'
                        ORDER BY 1""")
                .query(String.class)
                .list();
        assertThat(KeyOwners.reseals(database.dataSource()).stream()
                        .map(Reseal::what)
                        // Digests that look-ups are made by move with what they were made of.
                        .filter(what -> !what.endsWith(".lookup"))
                        .sorted()
                        .distinct())
                .containsExactlyElementsOf(columns);
        assertThat(KeyOwners.uses(database.dataSource()).stream().map(KeyUse::what))
                .containsAll(columns)
                .contains("customer.pin.key_version");
        for (KeyUse use : KeyOwners.uses(database.dataSource())) {
            assertThat(use.rowsByVersion()).as(use.what()).isEmpty();
        }
    }

    @Test
    void providersSecretsMoveToANewKey() {
        FakeClock clock = new FakeClock();
        Vault node = open(clock);
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        Provider.insert(jdbc, node, SECRET);
        assertThat(rowsOf("merchant.webhook_endpoint.secret_sealed")).isEqualTo(Map.of(1, 1L));
        assertThat(keys("rotate", "--purpose", "secret").code()).isZero();
        InstantSource later = () -> InstantSource.system().instant().plus(Duration.ofMinutes(10));
        Vault then = open(later);
        ResealFields fields = new ResealFields(then, KeyOwners.reseals(database.dataSource()));
        int moved = 0;
        while (fields.pending()) {
            moved += fields.step(10);
        }
        assertThat(moved).isEqualTo(3);
        for (String what : List.of(
                "merchant.api_key.secret_sealed",
                "merchant.webhook_endpoint.secret_sealed",
                "merchant.webhook_endpoint.old_secret_sealed")) {
            assertThat(rowsOf(what)).as(what).isEqualTo(Map.of(2, 1L));
        }
        assertThat(Provider.read(jdbc, then)).containsOnly("whsec").hasSize(3);
    }

    /** Rows as the merchant module writes them. */
    private static final class Provider {

        private static final String ID = "00000000-0000-7000-8000-000000000001";

        static void insert(JdbcClient jdbc, Vault vault, byte[] secret) {
            jdbc.sql("INSERT INTO merchant.provider (id, name, kind, account_id, currency, created_ts)"
                            + " VALUES (?::uuid, 'Shop', 1, 1, 'CNY', 1)")
                    .param(ID)
                    .update();
            jdbc.sql(
                            "INSERT INTO merchant.api_key (id, provider_id, algorithm, secret_sealed, rate_per_second, created_ts)"
                                    + " VALUES (?::uuid, ?::uuid, 2, ?, 1, 1)")
                    .params(ID, ID, vault.seal(KeyPurpose.SECRET, "api_key:" + ID, secret))
                    .update();
            byte[] sealed = vault.seal(KeyPurpose.SECRET, "webhook_endpoint:" + ID, secret);
            jdbc.sql("INSERT INTO merchant.webhook_endpoint"
                            + " (id, provider_id, url, secret_sealed, old_secret_sealed, created_ts)"
                            + " VALUES (?::uuid, ?::uuid, 'https://x', ?, ?, 1)")
                    .params(ID, ID, sealed, sealed)
                    .update();
        }

        static List<String> read(JdbcClient jdbc, Vault vault) {
            return jdbc.sql("SELECT 'api_key:', secret_sealed FROM merchant.api_key"
                            + " UNION ALL SELECT 'webhook_endpoint:', secret_sealed FROM merchant.webhook_endpoint"
                            + " UNION ALL SELECT 'webhook_endpoint:', old_secret_sealed FROM merchant.webhook_endpoint")
                    .query((row, n) -> new String(
                            vault.open(KeyPurpose.SECRET, row.getString(1) + ID, row.getBytes(2)),
                            StandardCharsets.US_ASCII))
                    .list();
        }
    }

    private Map<Integer, Long> rowsOf(String what) {
        return KeyOwners.uses(database.dataSource()).stream()
                .filter(use -> use.what().equals(what))
                .findFirst()
                .orElseThrow()
                .rowsByVersion();
    }

    private Vault open(InstantSource clock) {
        return Vault.open(
                database.dataSource(),
                KekOptions.read(keysDirectory(), Map.of()).open(),
                clock);
    }

    private String kek() {
        return JdbcClient.create(database.dataSource())
                .sql("SELECT id FROM vault.kek WHERE retired_at IS NULL")
                .query(String.class)
                .single();
    }

    private Path keysDirectory() {
        return directory.resolve("data.keys");
    }

    private Terminal.Said keys(String command, String... arguments) {
        return Terminal.run(Stream.of(
                        Stream.of("keys", command, "--keys", keysDirectory().toString()),
                        Terminal.options(database, directory),
                        Stream.of(arguments))
                .flatMap(each -> each));
    }

    private Terminal.Said offline(String command, String... arguments) {
        return Terminal.run(Stream.concat(
                Stream.of("keys", command, "--keys", keysDirectory().toString()), Stream.of(arguments)));
    }

    private Terminal.Said restore(String file, String into, String... arguments) {
        return Terminal.run(Stream.concat(
                Stream.of(
                        "keys",
                        "restore",
                        file,
                        "--keys",
                        directory.resolve(into).toString()),
                Stream.of(arguments)));
    }
}
