package io.tongbao.postgres;

import io.tongbao.postgres.PostgresUnavailable.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** The data directory while this process owns it: its lock, the password beside it, and the first {@code initdb}. */
final class DataDirectory implements AutoCloseable {

    private static final Duration INITDB_LIMIT = Duration.ofMinutes(5);
    private static final String UNFINISHED = ".initdb";

    private final EmbeddedPostgresOptions options;
    private final FileChannel lockChannel;

    private DataDirectory(EmbeddedPostgresOptions options, FileChannel lockChannel) {
        this.options = options;
        this.lockChannel = lockChannel;
    }

    /** Creates the directory when missing and takes its lock, which ends with this process however it ends. */
    static DataDirectory lock(EmbeddedPostgresOptions options) {
        Path directory = options.dataDirectory();
        FileChannel channel = null;
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Files.createDirectories(options.keysDirectory());
            Files.setPosixFilePermissions(options.keysDirectory(), PosixFilePermissions.fromString("rwx------"));
            channel = FileChannel.open(
                    options.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = Files.readString(options.lockFile()).strip();
                channel.close();
                throw new PostgresUnavailable(
                        Reason.LOCKED,
                        "The data directory " + directory + " is in use by another Tongbao"
                                + (holder.isEmpty() ? "" : " (process " + holder + ")")
                                + "; stop it or choose another directory with --data DIR.");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(options, channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new PostgresUnavailable(
                    Reason.NOT_WRITABLE,
                    "The data directory " + directory + " cannot be written: " + PostgresProgram.describe(e)
                            + "; choose another one with --data DIR.",
                    e);
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The trouble that brought us here is the one to report.
                return;
            }
        }
    }

    /** True when {@code initdb} has finished here before; refuses data of another major version. */
    boolean isInitialised() {
        Path versionFile = options.pgdata().resolve("PG_VERSION");
        if (!Files.exists(versionFile)) {
            return false;
        }
        try {
            String major = Files.readString(versionFile).strip();
            if (!major.equals(Integer.toString(PostgresProgram.MAJOR))) {
                throw new PostgresUnavailable(
                        Reason.INCOMPATIBLE_DATA,
                        "The data in " + options.dataDirectory() + " was written by PostgreSQL " + major
                                + ", this Tongbao brings PostgreSQL " + PostgresProgram.MAJOR
                                + "; migrate it with pg_dump and pg_restore.");
            }
            return true;
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    /** Makes a new cluster beside its final place and renames it: a kill leaves nothing half. */
    void initialise(PostgresProgram program, UnprivilegedUser user, String superuser) {
        Path unfinished = options.dataDirectory().resolve(UNFINISHED);
        Path passwordForInitdb = options.dataDirectory().resolve(UNFINISHED + ".password");
        try {
            if (Files.exists(options.pgdata())) {
                throw new PostgresUnavailable(
                        Reason.INCOMPATIBLE_DATA,
                        options.pgdata() + " exists and is no PostgreSQL data; move it away or choose --data DIR.");
            }
            PostgresProgram.deleteTree(unfinished);
            Files.deleteIfExists(passwordForInitdb);
            Files.createDirectory(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            writeSecret(passwordForInitdb, password());
            user.own(unfinished);
            user.own(passwordForInitdb);
            NativeCommand.Result result = NativeCommand.run(
                    user.command(List.of(
                            program.initdb().toString(),
                            "-D",
                            unfinished.toString(),
                            "-U",
                            superuser,
                            "--pwfile=" + passwordForInitdb,
                            "--auth-host=scram-sha-256",
                            "--auth-local=scram-sha-256",
                            "--data-checksums",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            options.safety().fsync() ? "--sync-method=fsync" : "--no-sync")),
                    INITDB_LIMIT);
            if (!result.ok()) {
                throw new PostgresUnavailable(
                        Reason.START_FAILED, "PostgreSQL's initdb failed: " + lastLines(result.output(), 4));
            }
            Path main = unfinished.resolve("postgresql.conf");
            Files.writeString(
                    main, "\n" + ServerSettings.INCLUDE + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
            Files.move(unfinished, options.pgdata(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw notWritable(e);
        } finally {
            try {
                Files.deleteIfExists(passwordForInitdb);
            } catch (IOException e) {
                passwordForInitdb.toFile().deleteOnExit();
            }
        }
    }

    /** The superuser's password; generated before the first initdb, required afterwards. */
    String password() {
        Path file = options.passwordFile();
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            if (isInitialised()) {
                throw new PostgresUnavailable(
                        Reason.INCOMPATIBLE_DATA,
                        "The password file " + file + " of the database in " + options.dataDirectory()
                                + " is missing; restore it or name its directory with --keys DIR.");
            }
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            writeSecret(fresh, password);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return password;
        } catch (IOException e) {
            throw new PostgresUnavailable(
                    Reason.NOT_WRITABLE,
                    "The keys directory " + options.keysDirectory() + " cannot be used: " + PostgresProgram.describe(e),
                    e);
        }
    }

    /** Writes the settings file when it differs; true when it did. */
    boolean writeSettings(UnprivilegedUser user) {
        Path file = options.pgdata().resolve(ServerSettings.FILE);
        String wanted = ServerSettings.render(options);
        try {
            if (Files.exists(file) && Files.readString(file).equals(wanted)) {
                return false;
            }
            Path fresh = options.pgdata().resolve(ServerSettings.FILE + ".new");
            Files.writeString(fresh, wanted);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            user.own(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    Path startLog() {
        return options.pgdata().resolve("start.log");
    }

    void clearStartLog() {
        try {
            Files.deleteIfExists(startLog());
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    /** What the server said last when it did not come up. */
    String lastWords() {
        StringBuilder words = new StringBuilder();
        try (Stream<Path> logs = Files.exists(options.pgdata().resolve("log"))
                ? Files.list(options.pgdata().resolve("log"))
                : Stream.empty()) {
            Path newest = logs.max(
                            java.util.Comparator.comparingLong(f -> f.toFile().lastModified()))
                    .orElse(null);
            if (Files.exists(startLog())) {
                words.append(Files.readString(startLog()));
            }
            if (newest != null) {
                words.append('\n').append(lastLines(Files.readString(newest), 4));
            }
        } catch (IOException e) {
            words.append("its log cannot be read: ").append(PostgresProgram.describe(e));
        }
        return lastLines(
                words.toString()
                        .lines()
                        .filter(line -> !line.contains("redirecting log output") && !line.contains("HINT:"))
                        .collect(java.util.stream.Collectors.joining("\n")),
                6);
    }

    private static String lastLines(String text, int count) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    private static void writeSecret(Path file, String secret) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret + "\n");
    }

    private PostgresUnavailable notWritable(IOException e) {
        return new PostgresUnavailable(
                Reason.NOT_WRITABLE,
                "The data directory " + options.dataDirectory() + " cannot be used: " + PostgresProgram.describe(e),
                e);
    }

    @Override
    public void close() {
        // Closing the channel releases the lock; the file stays, so that nobody locks a deleted one.
        closeQuietly(lockChannel);
    }
}
