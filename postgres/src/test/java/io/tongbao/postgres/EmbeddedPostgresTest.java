package io.tongbao.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tongbao.postgres.PostgresUnavailable.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresTest {

    @TempDir
    Path directory;

    @Test
    void keepsItsDataAndPasswordOverARestart() throws SQLException, IOException {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(options())) {
            assertThat(first.wasAdopted()).isFalse();
            execute(first, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1)");
        }
        assertThat(Postmaster.read(options().pgdata())).isEmpty();
        try (EmbeddedPostgres second = EmbeddedPostgres.start(options())) {
            assertThat(second.wasAdopted()).isFalse();
            assertThat(count(second)).isEqualTo(1);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(options().passwordFile())))
                    .isEqualTo("rw-------");
            assertThat(second.address().toString())
                    .doesNotContain(second.address().password());
        }
    }

    @Test
    void isDurableChecksummedAndAsksForThePassword() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options())) {
            Databases.requireUsable(server.address());
            try (Connection connection = Databases.connect(server.address())) {
                assertThat(Durability.show(connection, "data_checksums")).isEqualTo("on");
                assertThat(Durability.show(connection, "listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(Durability.show(connection, "password_encryption")).isEqualTo("scram-sha-256");
                assertThat(Durability.show(connection, "server_encoding")).isEqualTo("UTF8");
            }
            DatabaseAddress wrong =
                    new DatabaseAddress(server.address().jdbcUrl(), EmbeddedPostgres.USER, "not-the-password");
            assertRefused(() -> Databases.requireUsable(wrong), Reason.UNREACHABLE, "password authentication failed");
        }
    }

    @Test
    void adoptsTheServerOfAProcessThatWasKilledHard() throws Exception {
        try (ChildServer.Running child = ChildServer.Running.start(directory)) {
            child.kill();
            try (EmbeddedPostgres adopted = EmbeddedPostgres.start(options())) {
                assertThat(adopted.wasAdopted()).isTrue();
                assertThat(adopted.pid()).isEqualTo(child.postgresPid());
                assertThat(count(adopted)).isEqualTo(1);
            }
            assertThat(Postmaster.read(options().pgdata())).isEmpty();
        }
    }

    @Test
    void startsAnewWhenTheServerLeftRunningHasOtherSettings() throws Exception {
        try (ChildServer.Running child = ChildServer.Running.start(directory)) {
            child.kill();
            try (EmbeddedPostgres server = EmbeddedPostgres.start(options().withSharedBuffersMb(40))) {
                assertThat(server.wasAdopted()).isFalse();
                assertThat(server.pid()).isNotEqualTo(child.postgresPid());
                assertThat(count(server)).isEqualTo(1);
            }
        }
    }

    @Test
    void recoversWhenBothProcessesWereKilledHard() throws Exception {
        try (ChildServer.Running child = ChildServer.Running.start(directory)) {
            child.kill();
            killHard(child.postgresPid());
            try (EmbeddedPostgres server = EmbeddedPostgres.start(options())) {
                assertThat(server.wasAdopted()).isFalse();
                assertThat(count(server)).isEqualTo(1);
            }
        }
    }

    @Test
    void comesBackOnTheSamePortWhenOnlyTheServerWasKilled() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options())) {
            execute(server, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1)");
            int port = server.port();
            assertThat(server.ensureRunning()).isFalse();
            killHard(server.pid());
            assertThat(server.ensureRunning()).isTrue();
            assertThat(server.port()).isEqualTo(port);
            assertThat(count(server)).isEqualTo(1);
        }
    }

    @Test
    void aPidFileOfAnotherProgramIsStale() throws IOException {
        EmbeddedPostgres.start(options()).close();
        Path pidFile = Postmaster.fileIn(options().pgdata());
        Files.writeString(
                pidFile, ProcessHandle.current().pid() + "\n" + options().pgdata() + "\n0\n5432\n");
        // PostgreSQL itself would refuse: some process of that number lives.
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options())) {
            assertThat(server.wasAdopted()).isFalse();
        }
    }

    @Test
    void refusesADirectoryThatAnotherProcessHolds() throws Exception {
        try (ChildServer.Running child = ChildServer.Running.start(directory)) {
            assertRefused(
                    () -> EmbeddedPostgres.start(options()),
                    Reason.LOCKED,
                    "in use by another Tongbao (process " + child.process().pid() + ")");
            child.kill();
            EmbeddedPostgres.start(options()).close();
        }
    }

    @Test
    void refusesADirectoryThatThisProcessHoldsAlready() {
        try (EmbeddedPostgres holder = EmbeddedPostgres.start(options())) {
            assertThat(holder.port()).isPositive();
            assertRefused(() -> EmbeddedPostgres.start(options()), Reason.LOCKED, "in use by another Tongbao");
        }
    }

    @Test
    void refusesAServerThatMayForgetCommits() throws SQLException {
        EmbeddedPostgresOptions careless = options().withSafety(WriteSafety.LOSES_RECENT_COMMITS);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(careless)) {
            assertRefused(
                    () -> Databases.requireUsable(server.address()),
                    Reason.NOT_DURABLE,
                    "synchronous_commit is off; set it to on");
            execute(server, "ALTER ROLE tongbao SET synchronous_commit = 'local'");
            assertRefused(
                    () -> Databases.requireUsable(server.address()), Reason.NOT_DURABLE, "synchronous_commit is local");
            for (String accepted : new String[] {"remote_write", "remote_apply", "on"}) {
                execute(server, "ALTER ROLE tongbao SET synchronous_commit = '" + accepted + "'");
                Databases.requireUsable(server.address());
            }
        }
        // The product's own options put the same data directory right again.
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options())) {
            Databases.requireUsable(server.address());
        }
    }

    @Test
    void saysWhyADirectoryCannotBeUsed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertRefused(
                () -> EmbeddedPostgres.start(
                        EmbeddedPostgresOptions.durable(file.resolve("data"), directory.resolve("keys"))),
                Reason.NOT_WRITABLE,
                "cannot be written");
        assertThatThrownBy(() -> EmbeddedPostgresOptions.durable(directory, directory.resolve("keys")))
                .hasMessageContaining("outside the data directory");
    }

    @Test
    void refusesDataItCannotOpen() throws IOException {
        EmbeddedPostgres.start(options()).close();
        Path away = directory.resolve("away");
        Files.move(options().passwordFile(), away);
        assertRefused(() -> EmbeddedPostgres.start(options()), Reason.INCOMPATIBLE_DATA, "is missing; restore it");
        Files.writeString(options().passwordFile(), "another");
        assertRefused(() -> EmbeddedPostgres.start(options()), Reason.INCOMPATIBLE_DATA, "Cannot log in");
        Files.delete(options().passwordFile());
        Files.move(away, options().passwordFile());
        Files.writeString(options().pgdata().resolve("PG_VERSION"), "17\n");
        assertRefused(() -> EmbeddedPostgres.start(options()), Reason.INCOMPATIBLE_DATA, "written by PostgreSQL 17");
    }

    @Test
    void aKillDuringTheFirstStartLeavesNothingHalf() throws IOException {
        Files.createDirectories(options().dataDirectory().resolve(".initdb/base"));
        Files.writeString(options().dataDirectory().resolve(".initdb/PG_VERSION"), "18\n");
        Files.writeString(options().dataDirectory().resolve(".initdb.password"), "half");
        EmbeddedPostgres.start(options()).close();
        assertThat(options().dataDirectory().resolve(".initdb")).doesNotExist();
        assertThat(options().dataDirectory().resolve(".initdb.password")).doesNotExist();
    }

    @Test
    void endsWithTheServersLastWordsWhenItDoesNotComeUp() throws IOException {
        EmbeddedPostgres.start(options()).close();
        Files.writeString(options().pgdata().resolve("postgresql.conf"), "no_such_setting = 1\n");
        assertRefused(() -> EmbeddedPostgres.start(options()), Reason.START_FAILED, "no_such_setting");
    }

    @Test
    void unpacksAgainWhatIsNotComplete() throws IOException {
        PostgresProgram whole = PostgresProgram.unpackInto(directory);
        Path initdb = whole.initdb();
        long size = Files.size(initdb);
        Files.writeString(initdb, "cut off");
        assertThat(Files.size(PostgresProgram.unpackInto(directory).initdb())).isEqualTo(size);
        Files.delete(directory.resolve("postgres-" + PostgresProgram.VERSION).resolve(".unpacked-bytes"));
        Files.createDirectory(directory.resolve(".postgres-" + PostgresProgram.VERSION + "-999999999-1"));
        assertThat(Files.size(PostgresProgram.unpackInto(directory).initdb())).isEqualTo(size);
        try (var left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactly("postgres-" + PostgresProgram.VERSION);
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        assertRefused(
                () -> Databases.requireUsable(DatabaseAddress.parse("postgresql://127.0.0.1:1/tongbao", "u", "p")),
                Reason.UNREACHABLE,
                "Cannot connect to the database postgresql://127.0.0.1:1/tongbao");
    }

    private EmbeddedPostgresOptions options() {
        return SharedServer.options(directory);
    }

    private static void assertRefused(ThrowingCallable call, Reason reason, String words) {
        assertThatThrownBy(call).asInstanceOf(type(PostgresUnavailable.class)).satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.getMessage()).contains(words).doesNotContain("\n");
        });
    }

    private static void killHard(long pid) {
        ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
        handle.destroyForcibly();
        // Nobody may reap it here, so its end is read from its own state and not awaited.
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (handle.isAlive() && !isZombie(pid) && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return true;
        }
    }

    private static void execute(EmbeddedPostgres server, String... statements) throws SQLException {
        try (Connection connection = Databases.connect(server.address());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int count(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = Databases.connect(server.address());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM kept")) {
            row.next();
            return row.getInt(1);
        }
    }
}
