package io.tongbao.postgres;

import com.sun.security.auth.module.UnixSystem;
import io.tongbao.postgres.PostgresUnavailable.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs PostgreSQL's programs as somebody who is not root: PostgreSQL refuses to run as root, and containers often are.
 * For an ordinary user this changes nothing.
 *
 * <p>When a directory on the way is closed to others (a clone below {@code /root}), the program keeps the one capability
 * that lets it through, where the machine allows that.
 */
final class UnprivilegedUser {

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

    private record Account(String name, int uid, int gid) {}

    private final @Nullable Account account;
    private final List<String> prefix;

    private UnprivilegedUser(@Nullable Account account, List<String> prefix) {
        this.account = account;
        this.prefix = prefix;
    }

    /**
     * @param existingData the server's data directory if there already is one: its owner is kept
     * @param mustReach directories the programs have to reach
     */
    static UnprivilegedUser choose(@Nullable Path existingData, List<Path> mustReach) {
        if (new UnixSystem().getUid() != 0) {
            return new UnprivilegedUser(null, List.of());
        }
        Account account = accountFor(existingData);
        List<List<String>> ways = waysToBecome(account);
        boolean runsAtAll = false;
        for (List<String> way : ways) {
            if (probe(way, List.of("/bin/sh", "-c", "exit 0"))) {
                runsAtAll = true;
                if (mustReach.stream().allMatch(directory -> reaches(way, directory))) {
                    return new UnprivilegedUser(account, way);
                }
            }
        }
        if (!runsAtAll) {
            throw new PostgresUnavailable(
                    Reason.NO_UNPRIVILEGED_USER,
                    "PostgreSQL cannot run as root, and neither setpriv nor runuser works here to run it as "
                            + account.name + "; start Tongbao as an ordinary user or pass --db URL.");
        }
        Path closed = mustReach.stream()
                .filter(directory -> ways.stream().noneMatch(way -> reaches(way, directory)))
                .findFirst()
                .orElse(mustReach.getFirst());
        throw new PostgresUnavailable(
                Reason.NOT_WRITABLE,
                "PostgreSQL runs as user " + account.name + " because you are root, and that user cannot reach "
                        + closed + "; choose a directory below one that others may enter, with --data DIR.");
    }

    List<String> command(List<String> programAndArguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(programAndArguments);
        return command;
    }

    /** Gives a file or a whole directory to the user who will run PostgreSQL. */
    void own(Path root) throws IOException {
        Account owner = account;
        if (owner == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setAttribute(file, "unix:uid", owner.uid, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(file, "unix:gid", owner.gid, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private static Account accountFor(@Nullable Path existingData) {
        if (existingData != null && Files.isDirectory(existingData)) {
            try {
                int uid = (int) Files.getAttribute(existingData, "unix:uid");
                int gid = (int) Files.getAttribute(existingData, "unix:gid");
                if (uid != 0) {
                    return accounts().stream()
                            .filter(known -> known.uid == uid)
                            .findFirst()
                            .map(known -> new Account(known.name, uid, gid))
                            .orElse(new Account("#" + uid, uid, gid));
                }
            } catch (IOException e) {
                throw new PostgresUnavailable(
                        Reason.NOT_WRITABLE, "Cannot read " + existingData + ": " + PostgresProgram.describe(e), e);
            }
        }
        List<Account> accounts = accounts();
        return Stream.of("postgres", "nobody")
                .map(name -> accounts.stream().filter(a -> a.name.equals(name)).findFirst())
                .flatMap(Optional::stream)
                .filter(a -> a.uid != 0)
                .findFirst()
                .orElse(new Account("#65534", 65534, 65534));
    }

    private static List<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
                String[] fields = line.split(":");
                if (fields.length >= 4 && fields[2].matches("\\d{1,9}") && fields[3].matches("\\d{1,9}")) {
                    accounts.add(new Account(fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
                }
            }
        } catch (IOException e) {
            // A machine without /etc/passwd: the numeric fallback is used.
            return List.of();
        }
        return accounts;
    }

    private static List<List<String>> waysToBecome(Account account) {
        List<String> setpriv = List.of(
                "setpriv",
                "--reuid",
                Integer.toString(account.uid),
                "--regid",
                Integer.toString(account.gid),
                "--clear-groups");
        List<List<String>> ways = new ArrayList<>();
        ways.add(with(setpriv, "--"));
        if (!account.name.startsWith("#")) {
            ways.add(List.of("runuser", "-u", account.name, "--"));
        }
        for (String capability : List.of("dac_read_search", "dac_override")) {
            // no_setuid_fixup makes access(2) honour the capability too; the exec drops all the others.
            ways.add(with(
                    setpriv,
                    "--securebits",
                    "+no_setuid_fixup",
                    "--inh-caps=-all,+" + capability,
                    "--ambient-caps=-all,+" + capability,
                    "--"));
        }
        return ways;
    }

    private static List<String> with(List<String> start, String... rest) {
        List<String> all = new ArrayList<>(start);
        all.addAll(List.of(rest));
        return List.copyOf(all);
    }

    private static boolean reaches(List<String> way, Path directory) {
        return probe(way, List.of("/bin/sh", "-c", "test -x \"$1\" && test -r \"$1\"", "sh", directory.toString()));
    }

    private static boolean probe(List<String> way, List<String> command) {
        List<String> all = new ArrayList<>(way);
        all.addAll(command);
        return NativeCommand.run(all, PROBE_LIMIT).ok();
    }
}
