package io.tongbao.server;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Ready means that the database answers. */
final class DatabaseHealth implements HealthIndicator {

    private static final int LIMIT_S = 2;

    private final DataSource database;

    DatabaseHealth(DataSource database) {
        this.database = database;
    }

    @Override
    public Health health() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(LIMIT_S)
                    ? Health.up().build()
                    : Health.down().build();
        } catch (SQLException e) {
            return Health.down().build();
        }
    }
}
