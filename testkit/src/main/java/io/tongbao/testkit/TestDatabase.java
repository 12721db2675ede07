package io.tongbao.testkit;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.postgres.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A fresh database of one test, already migrated, with a small pool. Closing it is optional. */
public final class TestDatabase implements AutoCloseable {

    private final DatabaseAddress address;
    private final HikariDataSource dataSource;

    TestDatabase(DatabaseAddress address, HikariDataSource dataSource) {
        this.address = address;
        this.dataSource = dataSource;
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    public String jdbcUrl() {
        return address.jdbcUrl();
    }

    /** With user and password, for another pool on the same database. */
    public DatabaseAddress address() {
        return address;
    }

    /** Runs statements without results, each in its own transaction. */
    public void execute(String... statements) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Closes the pool; the database goes with the server. */
    @Override
    public void close() {
        dataSource.close();
    }
}
