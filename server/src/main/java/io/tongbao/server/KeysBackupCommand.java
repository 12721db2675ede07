package io.tongbao.server;

import io.tongbao.vault.VaultUnavailable;
import io.tongbao.vault.backup.KeyShare;
import io.tongbao.vault.backup.KeysBackup;
import io.tongbao.vault.kek.KekOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tongbao keys backup FILE}. */
@Command(
        name = "backup",
        description = {
            "Write the files of the keys directory into one sealed file.",
            "It opens with a passphrase (asked for, or $TONGBAO_BACKUP_PASSPHRASE, or --passphrase-file),",
            "or, with --shares and --threshold, with the shares of enough custodians."
        },
        sortOptions = false)
final class KeysBackupCommand implements Callable<Integer> {

    @Mixin
    private KeysCommand.Site site = new KeysCommand.Site();

    @Mixin
    private BackupPassphrase passphrase = new BackupPassphrase();

    @Parameters(paramLabel = "FILE", description = "A file that does not exist yet.")
    private Path file = Path.of("");

    @Option(names = "--shares", paramLabel = "N", description = "How many custodians get a share; 2 to 255.")
    private @Nullable Integer shares;

    @Option(names = "--threshold", paramLabel = "K", description = "How many shares are needed; 2 to N.")
    private @Nullable Integer threshold;

    @Override
    public Integer call() {
        return KeysCommand.answered(() -> {
            Path directory = site.keysDirectory();
            KeysBackup backup = new KeysBackup(directory);
            if ((shares == null) != (threshold == null)) {
                throw new VaultUnavailable("--shares and --threshold belong together.");
            }
            if (shares != null && threshold != null) {
                List<KeyShare> made = backup.write(file, shares, threshold);
                for (KeyShare share : made) {
                    write(Path.of(file + ".share-" + share.index()), share);
                }
                System.out.println("The keys are in " + file + "; " + threshold + " of the shares " + file
                        + ".share-1 to -" + shares + " open it.");
                System.out.println("Give each share to another custodian, then delete it here.");
            } else {
                char[] secret = passphrase.read(true);
                List<String> names = backup.write(file, secret);
                Arrays.fill(secret, '\0');
                System.out.println("In " + file + ": " + String.join(", ", names) + ".");
            }
            if (KekOptions.read(directory, System.getenv()).hsm() != null) {
                System.out.println("Keys in the HSM are not in this file; back them up by the HSM's own means.");
            }
            return 0;
        });
    }

    private static void write(Path target, KeyShare share) throws IOException {
        Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(target, share.text() + "\n", StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
    }
}
