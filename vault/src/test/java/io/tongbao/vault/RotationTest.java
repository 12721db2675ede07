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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keys are replaced while two nodes run. */
class RotationTest {

    private static final byte[] PLAIN = "6222 0212 3456 7890".getBytes(StandardCharsets.US_ASCII);
    private static final String SAMPLE = "CREATE TABLE sample (id uuid PRIMARY KEY, sealed bytea, version smallint)";

    private final FakeClock clock = new FakeClock();
    private final TestDatabase database = TestPostgres.database("vault");
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final SealedColumn column =
            new SealedColumn(database.dataSource(), KeyPurpose.CARD, "sample", "id", "sealed", id -> "sample:" + id);

    @TempDir
    Path keys;

    private Vault one = Vault.inMemory();
    private Vault two = Vault.inMemory();

    @BeforeEach
    void start() {
        database.execute(SAMPLE);
        one = open(keys);
        two = open(keys);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNewVersionIsKnownToAllBeforeAnybodyUsesIt() {
        assertThat(rotate(KeyPurpose.CARD, RotateDataKey.DELAY)).isEqualTo(2);
        one.refresh();
        assertThat(one.versions(KeyPurpose.CARD)).containsExactly(2, 1);
        assertThat(one.currentVersion(KeyPurpose.CARD)).isEqualTo(1);
        assertThat(two.versions(KeyPurpose.CARD)).containsExactly(1);
        assertThatThrownBy(() -> rotate(KeyPurpose.CARD, RotateDataKey.DELAY))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageContaining("has a new version already");

        two.refresh();
        clock.advance(RotateDataKey.DELAY);
        one.refresh();
        assertThat(one.currentVersion(KeyPurpose.CARD)).isEqualTo(2);
        // The other node still makes values with the old version, and opens the new ones without a look at the
        // database.
        byte[] byOne = one.seal(KeyPurpose.CARD, "p", PLAIN);
        byte[] byTwo = two.seal(KeyPurpose.CARD, "p", PLAIN);
        assertThat(Vault.versionOf(byOne)).isEqualTo(2);
        assertThat(Vault.versionOf(byTwo)).isEqualTo(1);
        assertThat(two.open(KeyPurpose.CARD, "p", byOne)).isEqualTo(PLAIN);
        assertThat(one.open(KeyPurpose.CARD, "p", byTwo)).isEqualTo(PLAIN);
        // A look-up finds what either made.
        assertThat(one.macs(KeyPurpose.CARD, PLAIN)).contains(two.mac(KeyPurpose.CARD, PLAIN));
        assertThat(two.macs(KeyPurpose.CARD, PLAIN)).contains(one.mac(KeyPurpose.CARD, PLAIN));
        // The other purposes did not move.
        assertThat(one.versions(KeyPurpose.PIN)).containsExactly(1);
    }

    @Test
    void aVersionThatANodeMissedIsLookedFor() {
        assertThat(rotate(KeyPurpose.CARD, Duration.ZERO)).isEqualTo(2);
        one.refresh();
        byte[] sealed = one.seal(KeyPurpose.CARD, "p", PLAIN);
        assertThat(Vault.versionOf(sealed)).isEqualTo(2);
        assertThat(two.macIfLoaded(KeyPurpose.CARD, 2, PLAIN))
                .as("never waits for the database")
                .isNull();
        assertThat(two.open(KeyPurpose.CARD, "p", sealed)).isEqualTo(PLAIN);
        assertThat(two.mac(KeyPurpose.CARD, 2, PLAIN))
                .isEqualTo(one.mac(KeyPurpose.CARD, PLAIN).digest());
        assertThatThrownBy(() -> two.mac(KeyPurpose.CARD, 3, PLAIN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("version 3 of the key for card is not in this vault");
    }

    @Test
    void theBackgroundLookPicksANewVersionUp() {
        try (Vault.Refreshing running = two.refreshEvery(Duration.ofHours(1))) {
            assertThat(running).isNotNull();
            assertThat(rotate(KeyPurpose.PIN, Duration.ZERO)).isEqualTo(2);
            // Nobody waits an hour: a verifier that misses a key wakes the look up.
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (two.macIfLoaded(KeyPurpose.PIN, 2, PLAIN) == null) {
                assertThat(System.nanoTime()).as("the key was not picked up").isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aNewKekWrapsEverythingWhileNodesRun() throws IOException {
        byte[] sealed = one.seal(KeyPurpose.CARD, "p", PLAIN);
        String before = kekInUse();
        Path copied = Files.createDirectory(keys.resolve("copied"));
        copy(keys, copied);
        Vault behind = open(copied);

        String after = new RotateKek(database.dataSource(), keks(keys), clock).execute();

        assertThat(after).isNotEqualTo(before).isEqualTo(kekInUse());
        assertThat(jdbc.sql("SELECT DISTINCT kek_id FROM vault.data_key")
                        .query(String.class)
                        .list())
                .containsExactly(after);
        for (Vault node : List.of(one, two, open(keys))) {
            node.refresh();
            assertThat(node.open(KeyPurpose.CARD, "p", sealed)).isEqualTo(PLAIN);
        }
        // A node with the file as it was works on, but does not start again until it has the new file.
        behind.refresh();
        assertThat(behind.open(KeyPurpose.CARD, "p", sealed)).isEqualTo(PLAIN);
        assertThatThrownBy(() -> open(copied))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageContaining("The key-encryption key " + after);
        copy(keys, copied);
        assertThat(open(copied).open(KeyPurpose.CARD, "p", sealed)).isEqualTo(PLAIN);
        // A new version after it: the nodes read the new key-encryption key from the file by themselves.
        assertThat(rotate(KeyPurpose.CARD, Duration.ZERO)).isEqualTo(2);
        one.refresh();
        assertThat(one.currentVersion(KeyPurpose.CARD)).isEqualTo(2);
    }

    @Test
    void aKekRotationThatCannotOpenAKeyChangesNothing() {
        String before = kekInUse();
        database.execute("UPDATE vault.data_key SET wrapped = set_byte(wrapped, 20, (get_byte(wrapped, 20) + 1) % 256)"
                + " WHERE purpose = 'card'");
        assertThatThrownBy(() -> new RotateKek(database.dataSource(), keks(keys), clock).execute())
                .isInstanceOf(VaultUnavailable.class);
        assertThat(kekInUse()).isEqualTo(before);
        assertThat(jdbc.sql("SELECT DISTINCT kek_id FROM vault.data_key")
                        .query(String.class)
                        .list())
                .containsExactly(before);
    }

    @Test
    void sealedRowsMoveAndThenTheOldVersionCanGo() {
        for (int i = 1; i <= 25; i++) {
            UUID id = new UUID(7, i);
            jdbc.sql("INSERT INTO sample (id, sealed) VALUES (?, ?)")
                    .params(id, one.seal(KeyPurpose.CARD, "sample:" + id, PLAIN))
                    .update();
        }
        jdbc.sql("INSERT INTO sample (id) VALUES (?)").param(new UUID(8, 1)).update();
        jdbc.sql("INSERT INTO sample (id, sealed) VALUES (?, ?)")
                .params(new UUID(6, 1), one.seal(KeyPurpose.CARD, "another place", PLAIN))
                .update();
        ResealFields walk = new ResealFields(one, List.of(column));
        assertThat(walk.pending()).isFalse();
        RetireDataKey retire = new RetireDataKey(database.dataSource(), keks(keys), clock, List.of(column));
        assertThatThrownBy(() -> retire.execute(KeyPurpose.CARD, 1)).hasMessageContaining("is current;");

        assertThat(rotate(KeyPurpose.CARD, RotateDataKey.DELAY)).isEqualTo(2);
        assertThatThrownBy(() -> retire.execute(KeyPurpose.CARD, 2)).hasMessageContaining("is pending;");
        clock.advance(RotateDataKey.DELAY);
        one.refresh();
        assertThat(walk.pending())
                .as("another node may still use the old version")
                .isFalse();
        assertThatThrownBy(() -> retire.execute(KeyPurpose.CARD, 1)).hasMessageContaining("was replaced a moment ago");
        clock.advance(RetireDataKey.GRACE);
        one.refresh();
        assertThatThrownBy(() -> retire.execute(KeyPurpose.CARD, 1))
                .hasMessage("Version 1 of the key for card is still needed by 26 rows of sample.sealed.");

        int resealed = 0;
        while (walk.pending()) {
            resealed += walk.step(10);
        }
        assertThat(resealed).isEqualTo(25);
        assertThat(column.rowsByVersion()).as("one does not open and is left").isEqualTo(Map.of(1, 1L, 2, 25L));
        assertThatThrownBy(() -> retire.execute(KeyPurpose.CARD, 1)).hasMessageContaining("needed by 1 rows");
        jdbc.sql("DELETE FROM sample WHERE id = ?").param(new UUID(6, 1)).update();
        byte[] moved = jdbc.sql("SELECT sealed FROM sample WHERE id = ?")
                .param(new UUID(7, 3))
                .query((row, n) -> row.getBytes(1))
                .single();
        assertThat(two.open(KeyPurpose.CARD, "sample:" + new UUID(7, 3), moved)).isEqualTo(PLAIN);

        retire.execute(KeyPurpose.CARD, 1);
        one.refresh();
        assertThat(one.versions(KeyPurpose.CARD)).containsExactly(2);
        assertThatThrownBy(() -> retire.execute(KeyPurpose.CARD, 1)).hasMessageContaining("is retired;");
        // A retired key still follows the key-encryption key, and comes back when that was a mistake.
        assertThat(new RotateKek(database.dataSource(), keks(keys), clock).execute())
                .startsWith("kek-");
        retire.undo(KeyPurpose.CARD, 1);
        one.refresh();
        assertThat(one.versions(KeyPurpose.CARD)).containsExactly(2, 1);
    }

    @Test
    void aVersionWhoseUseNobodyTellsStays() {
        assertThat(rotate(KeyPurpose.PIN, Duration.ZERO)).isEqualTo(2);
        clock.advance(RetireDataKey.GRACE);
        assertThatThrownBy(() -> new RetireDataKey(database.dataSource(), keks(keys), clock, List.of(column))
                        .execute(KeyPurpose.PIN, 1))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageContaining("no part of Tongbao tells what uses it");
        VersionColumn versions = new VersionColumn(database.dataSource(), KeyPurpose.PIN, "sample", "version");
        jdbc.sql("INSERT INTO sample (id, version) VALUES (?, 1), (?, 2), (?, 1)")
                .params(new UUID(1, 1), new UUID(1, 2), new UUID(1, 3))
                .update();
        assertThat(versions.rowsByVersion()).isEqualTo(Map.of(1, 2L, 2, 1L));
    }

    private int rotate(KeyPurpose purpose, Duration delay) {
        return new RotateDataKey(database.dataSource(), keks(keys), clock).execute(purpose, delay);
    }

    private Vault open(Path directory) {
        return Vault.open(database.dataSource(), keks(directory), clock);
    }

    private static Keks keks(Path directory) {
        return KekOptions.read(directory, Map.of()).open();
    }

    private String kekInUse() {
        return jdbc.sql("SELECT id FROM vault.kek WHERE retired_at IS NULL")
                .query(String.class)
                .single();
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String file : List.of(Pkcs12KekStore.FILE, Pkcs12KekStore.PASSWORD_FILE)) {
            Files.copy(
                    from.resolve(file),
                    to.resolve(file),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
