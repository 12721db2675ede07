package io.tongbao.server;

import io.tongbao.vault.VaultUnavailable;
import io.tongbao.vault.backup.KeyShare;
import io.tongbao.vault.backup.KeysBackup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tongbao keys restore FILE}. */
@Command(
        name = "restore",
        description = "Put the files of a backup into the keys directory; none of them may be there.",
        sortOptions = false)
final class KeysRestoreCommand implements Callable<Integer> {

    @Mixin
    private KeysCommand.Site site = new KeysCommand.Site();

    @Mixin
    private BackupPassphrase passphrase = new BackupPassphrase();

    @Parameters(paramLabel = "FILE", description = "What keys backup wrote.")
    private Path file = Path.of("");

    @Option(names = "--share", paramLabel = "FILE", description = "A custodian's share; once for each.")
    private @Nullable List<Path> shares;

    @Override
    public Integer call() {
        return KeysCommand.answered(() -> {
            KeysBackup backup = new KeysBackup(site.keysDirectory());
            List<String> names;
            if (KeysBackup.needsShares(file)) {
                if (shares == null) {
                    throw new VaultUnavailable("This backup opens with shares; name each with --share FILE.");
                }
                List<KeyShare> read = new ArrayList<>();
                for (Path share : shares) {
                    read.add(KeyShare.parse(Files.readString(share)));
                }
                names = backup.restore(file, read);
            } else {
                char[] secret = passphrase.read(false);
                names = backup.restore(file, secret);
                Arrays.fill(secret, '\0');
            }
            System.out.println("In " + site.keysDirectory() + " again: " + String.join(", ", names) + ".");
            return 0;
        });
    }
}
