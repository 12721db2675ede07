package io.tongbao.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.postgres.PostgresUnavailable.Reason;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGProperty;

/** Connections: one checked first connection, and pools. */
public final class Databases {

    /** The oldest PostgreSQL major version that is accepted. */
    public static final int OLDEST_MAJOR = 16;

    private static final int LOGIN_LIMIT_S = 10;

    private Databases() {}

    /**
     * Connects once and looks whether the product may use this database: reachable, new enough, durable.
     *
     * @throws PostgresUnavailable {@link Reason#UNREACHABLE}, {@link Reason#UNSUPPORTED_VERSION},
     *     {@link Reason#NOT_DURABLE}
     */
    public static void requireUsable(DatabaseAddress address) {
        try (Connection connection = connect(address)) {
            int version = Integer.parseInt(Durability.show(connection, "server_version_num"));
            if (version / 10_000 < OLDEST_MAJOR) {
                throw new PostgresUnavailable(
                        Reason.UNSUPPORTED_VERSION,
                        "PostgreSQL " + Durability.show(connection, "server_version") + " at " + address
                                + " is too old; use version " + OLDEST_MAJOR + " or newer.");
            }
            Durability.check(connection);
        } catch (SQLException e) {
            throw new PostgresUnavailable(
                    Reason.UNREACHABLE, "Cannot connect to the database " + address + ": " + e.getMessage(), e);
        }
    }

    /** One connection outside any pool. */
    public static Connection connect(DatabaseAddress address) throws SQLException {
        Properties properties = driverProperties("tongbao-check");
        PGProperty.CONNECT_TIMEOUT.set(properties, LOGIN_LIMIT_S);
        PGProperty.LOGIN_TIMEOUT.set(properties, LOGIN_LIMIT_S);
        if (address.user() != null) {
            PGProperty.USER.set(properties, address.user());
        }
        if (address.password() != null) {
            PGProperty.PASSWORD.set(properties, address.password());
        }
        return DriverManager.getConnection(address.jdbcUrl(), properties);
    }

    /**
     * A pool whose connections are in auto-commit mode. It connects when first used.
     *
     * @param applicationName shown in {@code pg_stat_activity}
     * @param maxConnections most connections at once, 2 or more; idle ones close after two minutes
     */
    public static HikariDataSource pool(DatabaseAddress address, String applicationName, int maxConnections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(applicationName);
        config.setJdbcUrl(address.jdbcUrl());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(maxConnections);
        config.setMinimumIdle(Math.min(2, maxConnections - 1));
        config.setIdleTimeout(120_000);
        config.setConnectionTimeout(10_000);
        config.setValidationTimeout(3_000);
        config.setInitializationFailTimeout(-1);
        config.setDataSourceProperties(driverProperties(applicationName));
        return new HikariDataSource(config);
    }

    private static Properties driverProperties(String applicationName) {
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, applicationName);
        PGProperty.REWRITE_BATCHED_INSERTS.set(properties, true);
        PGProperty.PREPARE_THRESHOLD.set(properties, 3);
        PGProperty.BINARY_TRANSFER.set(properties, true);
        // uuid[] is not in the driver's default set, and ArrayParameters sends it in binary.
        PGProperty.BINARY_TRANSFER_ENABLE.set(properties, "UUID_ARRAY");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.TCP_NO_DELAY.set(properties, true);
        return properties;
    }
}
