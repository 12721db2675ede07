package io.tongbao.postgres;

import io.tongbao.postgres.PostgresUnavailable.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable PostgreSQL server of our own: one data directory, loopback TCP only, password login, data checksums.
 *
 * <p>The server is a process of its own and survives a hard kill of this one. The next start finds it by its pid file and
 * adopts it when it is the same server with the same settings; otherwise it is stopped cleanly and started again. A lock on
 * the data directory keeps a second Tongbao out.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** The superuser and owner of the application's database. */
    public static final String USER = "tongbao";

    /** The application's database, created at the first start. */
    public static final String DATABASE = "tongbao";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int START_LIMIT_S = 600;
    private static final int STOP_LIMIT_S = 60;
    private static final int START_ATTEMPTS = 4;
    private static final Duration ORPHAN_LIMIT = Duration.ofSeconds(30);

    private final EmbeddedPostgresOptions options;
    private final DataDirectory directory;
    private final PostgresProgram program;
    private final UnprivilegedUser user;
    private final String password;
    private final boolean adopted;
    private volatile Postmaster server;
    private boolean closed;

    private EmbeddedPostgres(
            EmbeddedPostgresOptions options, DataDirectory directory, PostgresProgram program, UnprivilegedUser user) {
        this.options = options;
        this.directory = directory;
        this.program = program;
        this.user = user;
        this.password = directory.password();
        if (!directory.isInitialised()) {
            directory.initialise(program, user, USER);
        }
        Optional<Postmaster> living = adopt();
        this.adopted = living.isPresent();
        this.server = living.orElseGet(() -> launch(0));
    }

    /**
     * Starts the server, or adopts the one that a killed Tongbao left running, and makes sure its database exists.
     *
     * @throws PostgresUnavailable with one clear line
     */
    public static EmbeddedPostgres start(EmbeddedPostgresOptions options) {
        DataDirectory directory = DataDirectory.lock(options);
        boolean started = false;
        try {
            PostgresProgram program = PostgresProgram.unpackInto(options.programParent());
            UnprivilegedUser user =
                    UnprivilegedUser.choose(options.pgdata(), List.of(options.dataDirectory(), program.directory()));
            EmbeddedPostgres postgres = new EmbeddedPostgres(options, directory, program, user);
            started = true;
            postgres.createDatabase(DATABASE);
            return postgres;
        } finally {
            if (!started) {
                directory.close();
            }
        }
    }

    /**
     * Address of the server that another process runs in this data directory right now, for tools that only read; empty
     * when none runs.
     *
     * @throws PostgresUnavailable when its password cannot be read
     */
    public static Optional<DatabaseAddress> runningIn(EmbeddedPostgresOptions options) {
        Optional<Postmaster> running = Postmaster.read(options.pgdata())
                .filter(postmaster ->
                        postmaster.ready() && postmaster.liveness(options.pgdata()) == Postmaster.Liveness.OURS);
        if (running.isEmpty()) {
            return Optional.empty();
        }
        try {
            String password = Files.readString(options.passwordFile()).strip();
            return Optional.of(new DatabaseAddress(
                    "jdbc:postgresql://127.0.0.1:" + running.get().port() + "/" + DATABASE, USER, password));
        } catch (IOException e) {
            throw new PostgresUnavailable(
                    Reason.NOT_WRITABLE,
                    "The password file " + options.passwordFile() + " cannot be read: " + PostgresProgram.describe(e),
                    e);
        }
    }

    /** Address of one database of this server, with the login. */
    public DatabaseAddress address(String database) {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, USER, password);
    }

    /** Address of {@link #DATABASE}. */
    public DatabaseAddress address() {
        return address(DATABASE);
    }

    public int port() {
        return server.port();
    }

    /** The operating system's number of the server's main process. */
    public long pid() {
        return server.pid();
    }

    /** Whether the server was already running when this object was made. */
    public boolean wasAdopted() {
        return adopted;
    }

    /** Creates the database when there is none of that name. */
    public void createDatabase(String database) {
        try (Connection connection = Databases.connect(address("postgres"))) {
            try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
                query.setString(1, database);
                try (ResultSet row = query.executeQuery()) {
                    if (row.next()) {
                        return;
                    }
                }
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(database, true));
            }
        } catch (SQLException e) {
            throw new PostgresUnavailable(
                    Reason.START_FAILED, "Cannot create the database " + database + ": " + e.getMessage(), e);
        }
    }

    /**
     * Starts the server again, on the same port, when its process has died; crash recovery restores every answered commit.
     *
     * @return whether it had to be started
     */
    public synchronized boolean ensureRunning() {
        if (closed || server.liveness(options.pgdata()) == Postmaster.Liveness.OURS) {
            return false;
        }
        LOG.warn("PostgreSQL (process {}) has died; starting it again", server.pid());
        server = launch(server.port());
        return true;
    }

    /** Stops the server cleanly and releases the data directory. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stop(server);
        } finally {
            directory.close();
        }
    }

    /** The server a killed Tongbao left behind, if it is ours to keep; one that is not is stopped. */
    private Optional<Postmaster> adopt() {
        Path pgdata = options.pgdata();
        Optional<Postmaster> found = Postmaster.read(pgdata);
        if (found.isEmpty()) {
            directory.writeSettings(user);
            return Optional.empty();
        }
        Postmaster postmaster = found.get();
        switch (postmaster.liveness(pgdata)) {
            case OURS -> {
                boolean changed = directory.writeSettings(user);
                if (!changed && postmaster.ready() && answersAsOurs(postmaster)) {
                    LOG.info("Adopted PostgreSQL (process {}) left running by a killed Tongbao", postmaster.pid());
                    return found;
                }
                stop(postmaster);
            }
            case GONE -> {
                directory.writeSettings(user);
                awaitOrphans();
            }
            case ZOMBIE -> {
                directory.writeSettings(user);
                awaitOrphans();
                // PostgreSQL would take the unreaped process for a living server; nobody works in the directory any
                // more.
                deletePidFile();
            }
        }
        return Optional.empty();
    }

    private void awaitOrphans() {
        if (!Postmaster.awaitNoBackends(options.pgdata(), ORPHAN_LIMIT)) {
            throw new PostgresUnavailable(
                    Reason.START_FAILED,
                    "Processes of a killed PostgreSQL still work in " + options.pgdata()
                            + "; wait for them or end them, then start again.");
        }
    }

    private void deletePidFile() {
        try {
            Files.deleteIfExists(Postmaster.fileIn(options.pgdata()));
        } catch (IOException e) {
            throw new PostgresUnavailable(
                    Reason.NOT_WRITABLE,
                    "Cannot remove the stale pid file in " + options.pgdata() + ": " + PostgresProgram.describe(e),
                    e);
        }
    }

    private boolean answersAsOurs(Postmaster postmaster) {
        DatabaseAddress address =
                new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + postmaster.port() + "/postgres", USER, password);
        try (Connection connection = Databases.connect(address)) {
            boolean sameVersion = Durability.show(connection, "server_version").startsWith(PostgresProgram.VERSION);
            if (options.safety() == WriteSafety.DURABLE) {
                Durability.check(connection);
            }
            return sameVersion;
        } catch (SQLException | PostgresUnavailable e) {
            LOG.info("The PostgreSQL left running cannot be adopted and is started anew: {}", e.getMessage());
            return false;
        }
    }

    /**
     * @param wantedPort 0 for any free one
     */
    private Postmaster launch(int wantedPort) {
        String failure = "";
        for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
            int port = wantedPort != 0 ? wantedPort : freePort();
            Postmaster.read(options.pgdata())
                    .filter(old -> old.liveness(options.pgdata()) == Postmaster.Liveness.ZOMBIE)
                    .ifPresent(old -> {
                        awaitOrphans();
                        deletePidFile();
                    });
            directory.clearStartLog();
            NativeCommand.Result result = NativeCommand.run(
                    user.command(List.of(
                            program.pgCtl().toString(),
                            "start",
                            "-D",
                            options.pgdata().toString(),
                            "-l",
                            directory.startLog().toString(),
                            "-o",
                            "-p " + port,
                            "-w",
                            "-s",
                            "-t",
                            Integer.toString(START_LIMIT_S))),
                    Duration.ofSeconds(START_LIMIT_S + 10L));
            Optional<Postmaster> started = Postmaster.read(options.pgdata());
            if (result.ok() && started.isPresent() && started.get().port() == port) {
                requireLogin(started.get());
                return started.get();
            }
            failure = (result.output() + " | " + directory.lastWords()).replaceFirst("^ \\| ", "");
            if (failure.contains("pre-existing shared memory block") || failure.contains("lock file")) {
                // Backends of a server killed a moment ago are still ending.
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            } else if (!failure.contains("could not bind") && !failure.contains("Address already in use")) {
                break;
            }
        }
        Reason reason = failure.contains("could not bind") ? Reason.PORT_TAKEN : Reason.START_FAILED;
        throw new PostgresUnavailable(
                reason, "PostgreSQL did not start in " + options.dataDirectory() + ": " + failure);
    }

    private void requireLogin(Postmaster started) {
        DatabaseAddress address =
                new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + started.port() + "/postgres", USER, password);
        try (Connection connection = Databases.connect(address)) {
            if (options.safety() == WriteSafety.DURABLE) {
                Durability.check(connection);
            }
        } catch (SQLException e) {
            stop(started);
            throw new PostgresUnavailable(
                    Reason.INCOMPATIBLE_DATA,
                    "Cannot log in to the database in " + options.dataDirectory() + " with the password in "
                            + options.passwordFile() + ": " + e.getMessage(),
                    e);
        } catch (PostgresUnavailable e) {
            stop(started);
            throw e;
        }
    }

    private void stop(Postmaster running) {
        if (running.liveness(options.pgdata()) != Postmaster.Liveness.OURS) {
            return;
        }
        for (String how : List.of("fast", "immediate")) {
            NativeCommand.run(
                    user.command(List.of(
                            program.pgCtl().toString(),
                            "stop",
                            "-D",
                            options.pgdata().toString(),
                            "-m",
                            how,
                            "-w",
                            "-s",
                            "-t",
                            Integer.toString(STOP_LIMIT_S))),
                    Duration.ofSeconds(STOP_LIMIT_S + 5L));
            if (running.awaitEnd(options.pgdata(), Duration.ofSeconds(2))) {
                return;
            }
        }
        LOG.warn("PostgreSQL (process {}) did not stop within {} s", running.pid(), 2 * STOP_LIMIT_S);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new PostgresUnavailable(
                    Reason.PORT_TAKEN, "No free port on the loopback interface: " + e.getMessage(), e);
        }
    }
}
