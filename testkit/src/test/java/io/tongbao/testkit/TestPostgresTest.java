package io.tongbao.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

final class TestPostgresTest {

    @Test
    void eachDatabaseIsMigratedAndAlone() throws SQLException {
        TestDatabase first = TestPostgres.database("testkitsample");
        TestDatabase second = TestPostgres.database("testkitsample");
        first.execute("INSERT INTO testkitsample.item (id) VALUES (7)");
        assertThat(count(first)).isEqualTo(1);
        assertThat(count(second)).isZero();
        assertThat(first.jdbcUrl()).isNotEqualTo(second.jdbcUrl());
    }

    private static int count(TestDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM testkitsample.item")) {
            row.next();
            return row.getInt(1);
        }
    }
}
