package io.tongbao.server;

import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.server.wiring.KeyOwners;
import io.tongbao.vault.KeyInfo;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyUse;
import io.tongbao.vault.ListKeys;
import io.tongbao.vault.ResealFields;
import io.tongbao.vault.RetireDataKey;
import io.tongbao.vault.RotateDataKey;
import io.tongbao.vault.RotateKek;
import io.tongbao.vault.Vault;
import io.tongbao.vault.VaultUnavailable;
import io.tongbao.vault.kek.KekOptions;
import io.tongbao.vault.kek.Keks;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tongbao keys}: the vault's keys. All but {@code restore} may be used while servers run. */
@Command(
        name = "keys",
        description = "The vault's keys: see docs/operate/keys.md.",
        subcommands = {
            KeysCommand.ListThem.class,
            KeysCommand.Rotate.class,
            KeysCommand.Retire.class,
            KeysCommand.ResealNow.class,
            KeysBackupCommand.class,
            KeysRestoreCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false)
final class KeysCommand {

    private static final int REFUSED = 1;
    private static final int PAGE = 500;

    @Option(names = "--help", usageHelp = true, description = "Print this text.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /** Runs a command's work; what stands in its way becomes one line. */
    static int answered(Callable<Integer> work) {
        try {
            return work.call();
        } catch (VaultUnavailable | StartRefused | PostgresUnavailable | IllegalArgumentException e) {
            System.err.println("tongbao: " + e.getMessage());
        } catch (DataAccessException e) {
            System.err.println("tongbao: the database did not answer as expected: "
                    + e.getMostSpecificCause().getMessage());
        } catch (Exception e) { // the process's edge: whatever it is, the operator reads it
            System.err.println("tongbao: " + e);
        }
        return REFUSED;
    }

    /** What all of these commands share. */
    static final class Site {

        @Mixin
        private DatabaseOptions database = new DatabaseOptions();

        @Option(names = "--help", usageHelp = true, description = "Print this text.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        Path keysDirectory() {
            return database.keysDirectory(System.getenv()).toAbsolutePath().normalize();
        }

        Keks keks() {
            return KekOptions.read(keysDirectory(), System.getenv()).open();
        }

        /** Works on a database that has a vault. */
        int withVault(Function<DataSource, Integer> work) {
            return answered(() -> database.open(System.getenv(), "tongbao-keys", source -> {
                if (JdbcClient.create(source)
                        .sql("SELECT to_regclass('vault.data_key') IS NULL")
                        .query(Boolean.class)
                        .single()) {
                    throw new StartRefused("The database has no vault yet; start the server once.");
                }
                return work.apply(source);
            }));
        }
    }

    @Command(name = "list", description = "All versions of all keys; --use counts the rows that need each.")
    static final class ListThem implements Callable<Integer> {

        @Mixin
        private Site site = new Site();

        @Option(names = "--use", description = "Count rows by version; reads whole tables.")
        private boolean use;

        @Override
        public Integer call() {
            return site.withVault(source -> {
                PrintStream out = System.out;
                out.printf(
                        "%-9s %7s  %-8s %-20s  %-20s  %s%n",
                        "purpose", "version", "state", "wrapped with", "made", "used from");
                for (KeyInfo key : new ListKeys(source, InstantSource.system()).execute()) {
                    out.printf(
                            "%-9s %7d  %-8s %-20s  %-20s  %s%n",
                            key.purpose().word(),
                            key.version(),
                            key.state().name().toLowerCase(Locale.ROOT),
                            key.kekId(),
                            key.createdAt().truncatedTo(ChronoUnit.SECONDS),
                            key.activeAt().truncatedTo(ChronoUnit.SECONDS));
                }
                if (use) {
                    out.println();
                    for (KeyUse each : KeyOwners.uses(source)) {
                        for (Map.Entry<Integer, Long> rows :
                                each.rowsByVersion().entrySet()) {
                            out.printf(
                                    "%-9s %7d  %,d rows of %s%n",
                                    each.purpose().word(), rows.getKey(), rows.getValue(), each.what());
                        }
                    }
                }
                return 0;
            });
        }
    }

    @Command(
            name = "rotate",
            description = {
                "Replace keys while servers run: a new version for each --purpose, used by all nodes a minute later;",
                "or, with --kek, a new key-encryption key that all data keys are wrapped with at once."
            })
    static final class Rotate implements Callable<Integer> {

        @Mixin
        private Site site = new Site();

        @Option(names = "--purpose", paramLabel = "P", description = "${COMPLETION-CANDIDATES}; may be given again.")
        private @Nullable List<KeyPurpose> purposes;

        @Option(names = "--kek", description = "The key-encryption key.")
        private boolean kek;

        @Override
        public Integer call() {
            return site.withVault(source -> {
                if (purposes == null && !kek) {
                    throw new IllegalArgumentException("name what to rotate: --purpose P or --kek");
                }
                InstantSource clock = InstantSource.system();
                Keks keks = site.keks();
                if (kek) {
                    String id = new RotateKek(source, keks, clock).execute();
                    System.out.println("All data keys are wrapped with " + id + " in " + keks.where() + " now.");
                    System.out.println(
                            "Copy it to every other node before that node starts again, and make a backup: keys backup FILE.");
                }
                for (KeyPurpose purpose : purposes == null ? List.<KeyPurpose>of() : purposes) {
                    int version = new RotateDataKey(source, keks, clock).execute(purpose, RotateDataKey.DELAY);
                    System.out.println("Version " + version + " of the key for " + purpose.word()
                            + " is made; nodes use it from "
                            + clock.instant().plus(RotateDataKey.DELAY).truncatedTo(ChronoUnit.SECONDS)
                            + " on. Older versions stay for what was made with them.");
                }
                return 0;
            });
        }
    }

    @Command(name = "retire", description = "Take an old version out of use that no row needs any more.")
    static final class Retire implements Callable<Integer> {

        @Mixin
        private Site site = new Site();

        @Option(names = "--purpose", paramLabel = "P", required = true, description = "${COMPLETION-CANDIDATES}.")
        private KeyPurpose purpose = KeyPurpose.PIN;

        @Option(names = "--version", paramLabel = "N", required = true, description = "As keys list shows it.")
        private int version;

        @Option(names = "--undo", description = "Bring it back instead.")
        private boolean undo;

        @Override
        public Integer call() {
            return site.withVault(source -> {
                RetireDataKey retire =
                        new RetireDataKey(source, site.keks(), InstantSource.system(), KeyOwners.uses(source));
                if (undo) {
                    retire.undo(purpose, version);
                } else {
                    retire.execute(purpose, version);
                }
                System.out.println("Version " + version + " of the key for " + purpose.word() + " is "
                        + (undo ? "back." : "retired."));
                return 0;
            });
        }
    }

    @Command(name = "reseal", description = "Seal now what servers would seal anew by and by after a rotation.")
    static final class ResealNow implements Callable<Integer> {

        @Mixin
        private Site site = new Site();

        @Override
        public Integer call() {
            return site.withVault(source -> {
                Vault vault = Vault.open(source, site.keks(), InstantSource.system());
                ResealFields fields = new ResealFields(vault, KeyOwners.reseals(source));
                long rows = 0;
                while (fields.pending()) {
                    rows += fields.step(PAGE);
                }
                System.out.printf("%,d rows are sealed anew.%n", rows);
                return 0;
            });
        }
    }
}
