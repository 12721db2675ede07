package io.tongbao.vault.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.Vault;
import io.tongbao.vault.VaultUnavailable;
import io.tongbao.vault.kek.KekOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysBackupTest {

    private static final byte[] PLAIN = "Li Si".getBytes(StandardCharsets.UTF_8);
    private static final String PASSPHRASE = "correct horse battery staple";

    @TempDir
    Path directory;

    @Test
    void aLostDirectoryComesBackAndOpensTheDatabase() throws IOException {
        Path keys = directory.resolve("keys");
        Path file = directory.resolve("keys.backup");
        try (TestDatabase database = TestPostgres.database("vault")) {
            byte[] sealed = open(database, keys).seal(KeyPurpose.IDENTITY, "c:1", PLAIN);
            Files.writeString(keys.resolve("postgres.lock"), "123");
            assertThat(new KeysBackup(keys).write(file, PASSPHRASE.toCharArray()))
                    .containsExactly("vault.p12", "vault.password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(KeysBackup.needsShares(file)).isFalse();

            Path fresh = directory.resolve("fresh");
            assertThat(new KeysBackup(fresh).restore(file, PASSPHRASE.toCharArray()))
                    .containsExactly("vault.p12", "vault.password");
            assertThat(open(database, fresh).open(KeyPurpose.IDENTITY, "c:1", sealed))
                    .isEqualTo(PLAIN);
            assertThatThrownBy(() -> new KeysBackup(fresh).restore(file, PASSPHRASE.toCharArray()))
                    .isInstanceOf(VaultUnavailable.class)
                    .hasMessageContaining("is there already");
        }
    }

    @Test
    void threeOfFiveCustodiansOpenItAndTwoDoNot() throws IOException {
        Path keys = Files.createDirectory(directory.resolve("keys"));
        Files.writeString(keys.resolve("vault.p12"), "the key file");
        Path file = directory.resolve("keys.backup");
        List<KeyShare> shares = new KeysBackup(keys).write(file, 5, 3);
        assertThat(shares).hasSize(5).allMatch(share -> share.threshold() == 3);
        assertThat(KeysBackup.needsShares(file)).isTrue();
        Path fresh = directory.resolve("fresh");
        assertThatThrownBy(() -> new KeysBackup(fresh).restore(file, shares.subList(0, 2)))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessage("The backup does not open: 3 different shares are needed, there are 2.");
        assertThatThrownBy(() -> new KeysBackup(fresh).restore(file, PASSPHRASE.toCharArray()))
                .hasMessageContaining("opens with shares, not with a passphrase");
        assertThat(fresh).doesNotExist();
        List<KeyShare> typed = List.of(shares.get(4), shares.get(0), shares.get(2)).stream()
                .map(share -> KeyShare.parse(share.text()))
                .toList();
        assertThat(new KeysBackup(fresh).restore(file, typed)).containsExactly("vault.p12");
        assertThat(fresh.resolve("vault.p12")).hasContent("the key file");
    }

    @Test
    void aWrongPassphraseOrAChangedByteIsNoticed() throws IOException {
        Path keys = Files.createDirectory(directory.resolve("keys"));
        Files.writeString(keys.resolve("vault.p12"), "the key file");
        Path file = directory.resolve("keys.backup");
        KeysBackup backup = new KeysBackup(keys);
        assertThatThrownBy(() -> backup.write(file, "too short".toCharArray()))
                .hasMessageContaining("The passphrase is too short");
        assertThat(backup.write(file, PASSPHRASE.toCharArray())).containsExactly("vault.p12");
        assertThatThrownBy(() -> backup.write(file, PASSPHRASE.toCharArray())).hasMessageContaining("is there already");
        KeysBackup fresh = new KeysBackup(directory.resolve("fresh"));
        assertThatThrownBy(() -> fresh.restore(file, "incorrect horse battery".toCharArray()))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageContaining("This passphrase does not open ");
        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .doesNotContain("the key file")
                .doesNotContain("p12");
        for (int at : new int[] {0, 14, 30, bytes.length - 1}) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> fresh.restore(file, PASSPHRASE.toCharArray()))
                    .as("byte " + at)
                    .isInstanceOf(VaultUnavailable.class);
        }
        assertThatThrownBy(() -> new KeysBackup(directory.resolve("nothing"))
                        .write(directory.resolve("b"), PASSPHRASE.toCharArray()))
                .hasMessageContaining("There are no keys in ");
    }

    private static Vault open(TestDatabase database, Path keys) {
        return Vault.open(database.dataSource(), KekOptions.read(keys, Map.of()).open(), new FakeClock());
    }
}
