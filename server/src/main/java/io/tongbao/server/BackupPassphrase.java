package io.tongbao.server;

import io.tongbao.vault.VaultUnavailable;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the passphrase of a backup comes from: never from the command line, which everybody on the machine can read. */
final class BackupPassphrase {

    private static final String VARIABLE = "TONGBAO_BACKUP_PASSPHRASE";

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "A file whose text is the passphrase.")
    private @Nullable Path file;

    /** @param fresh whether it is a new one, which is asked for twice */
    char[] read(boolean fresh) throws IOException {
        if (file != null) {
            return Files.readString(file).strip().toCharArray();
        }
        String given = System.getenv(VARIABLE);
        if (given != null && !given.isEmpty()) {
            return given.toCharArray();
        }
        Console console = Objects.requireNonNull(System.console(), "never null since Java 22");
        if (!console.isTerminal()) {
            throw new VaultUnavailable(
                    "There is no terminal to ask for the passphrase; use --passphrase-file or " + VARIABLE + ".");
        }
        char[] once = console.readPassword("Passphrase: ");
        if (once == null) {
            throw new VaultUnavailable("No passphrase was given.");
        }
        if (fresh) {
            char[] again = console.readPassword("Once more: ");
            if (again == null || !Arrays.equals(once, again)) {
                throw new VaultUnavailable("The two passphrases differ; nothing is written.");
            }
        }
        return once;
    }
}
