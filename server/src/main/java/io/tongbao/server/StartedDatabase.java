package io.tongbao.server;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.kernel.Ids;
import io.tongbao.postgres.DatabaseAddress;
import io.tongbao.postgres.Databases;
import io.tongbao.postgres.EmbeddedPostgres;
import io.tongbao.postgres.EmbeddedPostgresOptions;
import io.tongbao.postgres.Migrations;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.postgres.SchemaModule;
import io.tongbao.server.settings.Installation;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database, running, durable, migrated and of the right mode: everything the server stands on. Closing it closes the
 * pool and, when the server is our own, stops PostgreSQL.
 */
public final class StartedDatabase implements AutoCloseable {

    /** Modules that own a schema, in the order of their dependencies. */
    static final List<String> SCHEMAS = List.of(
            "ledger", "outbox", "vault", "credential", "staff", "pki", "bank", "customer", "payment", "merchant");

    private static final Logger LOG = LoggerFactory.getLogger(StartedDatabase.class);
    private static final Duration WATCH_EVERY = Duration.ofMillis(300);

    private final @Nullable EmbeddedPostgres embedded;
    private final DatabaseAddress address;
    private final HikariDataSource dataSource;
    private final Installation installation;
    private volatile boolean closed;

    private StartedDatabase(
            @Nullable EmbeddedPostgres embedded,
            DatabaseAddress address,
            HikariDataSource dataSource,
            Installation installation) {
        this.embedded = embedded;
        this.address = address;
        this.dataSource = dataSource;
        this.installation = installation;
    }

    /**
     * Starts or connects, and migrates.
     *
     * @throws PostgresUnavailable locked, not writable, unreachable, not durable, wrong schema version
     * @throws StartRefused wrong mode
     */
    public static StartedDatabase open(ServerOptions options, InstantSource clock, Ids ids) {
        requireKeysDirectory(options);
        DatabaseAddress external = options.database();
        EmbeddedPostgres embedded = external != null
                ? null
                : EmbeddedPostgres.start(
                        EmbeddedPostgresOptions.durable(options.dataDirectory(), options.keysDirectory()));
        HikariDataSource pool = null;
        StartedDatabase opened = null;
        try {
            DatabaseAddress address = embedded != null ? embedded.address() : Objects.requireNonNull(external);
            if (external != null) {
                Databases.requireUsable(address);
            }
            pool = Databases.pool(address, "tongbao", options.poolConnections());
            Migrations.migrate(pool, List.of(new SchemaModule("server")));
            Installation installation = Installation.claim(pool, options.mode(), clock, ids);
            Migrations.migrate(pool, modulesWithASchema());
            opened = new StartedDatabase(embedded, address, pool, installation);
            if (embedded != null) {
                opened.watch(embedded);
            }
            return opened;
        } catch (SQLException e) {
            throw new StartRefused("Cannot read the installation's mode: " + e.getMessage(), e);
        } finally {
            if (opened == null) {
                if (pool != null) {
                    pool.close();
                }
                if (embedded != null) {
                    embedded.close();
                }
            }
        }
    }

    static List<SchemaModule> modulesWithASchema() {
        return SCHEMAS.stream()
                .filter(name -> StartedDatabase.class.getResource("/db/" + name) != null)
                .map(SchemaModule::new)
                .toList();
    }

    private static void requireKeysDirectory(ServerOptions options) {
        try {
            Files.createDirectories(options.keysDirectory());
            Files.setPosixFilePermissions(options.keysDirectory(), PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new StartRefused(
                    "The keys directory " + options.keysDirectory()
                            + " cannot be created or closed to others; choose another one with --keys DIR.",
                    e);
        }
    }

    /** Our own PostgreSQL is started again when its process dies; the pool then reconnects by itself. */
    private void watch(EmbeddedPostgres postgres) {
        Thread.ofVirtual().name("postgres-watch").start(() -> {
            long pauseNanos = WATCH_EVERY.toNanos();
            while (!closed) {
                LockSupport.parkNanos(pauseNanos);
                try {
                    if (!closed) {
                        postgres.ensureRunning();
                    }
                    pauseNanos = WATCH_EVERY.toNanos();
                } catch (PostgresUnavailable e) {
                    LOG.error("{}", e.getMessage());
                    pauseNanos = Math.min(pauseNanos * 2, Duration.ofSeconds(30).toNanos());
                }
            }
        });
    }

    /** The pool of this process. */
    public HikariDataSource dataSource() {
        return dataSource;
    }

    /** With login, for pools of other modules' own. */
    public DatabaseAddress address() {
        return address;
    }

    Installation installation() {
        return installation;
    }

    @Override
    public void close() {
        closed = true;
        dataSource.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
