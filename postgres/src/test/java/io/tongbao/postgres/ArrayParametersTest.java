package io.tongbao.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ArrayParametersTest {

    private static HikariDataSource database;

    @BeforeAll
    static void open() {
        database = SharedServer.freshDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    @Test
    void bindsEveryType() throws SQLException {
        UUID one = new UUID(1, 2);
        UUID two = new UUID(-1, Long.MIN_VALUE);
        assertThat(text("bigint", s -> ArrayParameters.setBigints(s, 1, new long[] {1, Long.MIN_VALUE})))
                .isEqualTo("{1,-9223372036854775808}");
        assertThat(text("bigint", s -> ArrayParameters.setBigints(s, 1, new long[] {1, 2, 3}, 2)))
                .isEqualTo("{1,2}");
        assertThat(text("bigint", s -> ArrayParameters.setNullableBigints(s, 1, new @Nullable Long[] {1L, null})))
                .isEqualTo("{1,NULL}");
        assertThat(text("int", s -> ArrayParameters.setIntegers(s, 1, new int[] {-1, 7})))
                .isEqualTo("{-1,7}");
        assertThat(text("int", s -> ArrayParameters.setIntegers(s, 1, new int[] {-1, 7}, 1)))
                .isEqualTo("{-1}");
        assertThat(text("smallint", s -> ArrayParameters.setSmallints(s, 1, new short[] {-1, 7})))
                .isEqualTo("{-1,7}");
        assertThat(text("boolean", s -> ArrayParameters.setBooleans(s, 1, new boolean[] {true, false})))
                .isEqualTo("{t,f}");
        assertThat(text("uuid", s -> ArrayParameters.setUuids(s, 1, new @Nullable UUID[] {one, null, two})))
                .isEqualTo("{" + one + ",NULL," + two + "}");
        assertThat(text("uuid", s -> ArrayParameters.setUuids(s, 1, new @Nullable UUID[] {one, null, two}, 1)))
                .isEqualTo("{" + one + "}");
        assertThat(text("text", s -> ArrayParameters.setTexts(s, 1, new @Nullable String[] {"通宝", null, ""})))
                .isEqualTo("{通宝,NULL,\"\"}");
        assertThat(text("bytea", s -> ArrayParameters.setByteas(s, 1, new byte[][] {{1, -1}, {}})))
                .isEqualTo("{\"\\\\x01ff\",\"\\\\x\"}");
    }

    @Test
    void emptyArraysHaveNoElements() throws SQLException {
        assertThat(text("bigint", s -> ArrayParameters.setBigints(s, 1, new long[0])))
                .isNull();
        assertThat(text("uuid", s -> ArrayParameters.setUuids(s, 1, new UUID[0])))
                .isNull();
        assertThat(text("text", s -> ArrayParameters.setTexts(s, 1, new String[0])))
                .isNull();
        assertThat(text("bytea", s -> ArrayParameters.setByteas(s, 1, new byte[0][])))
                .isNull();
    }

    @Test
    void uuidArraysCanBeRead() throws SQLException {
        UUID[] ids = {new UUID(1, 2), new UUID(3, 4)};
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT ?::uuid[]")) {
            // Past the driver's threshold the answer comes in binary.
            for (int i = 0; i < 6; i++) {
                ArrayParameters.setUuids(statement, 1, ids);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    assertThat((Object[]) row.getArray(1).getArray()).containsExactly((Object[]) ids);
                }
            }
        }
    }

    private static @Nullable String text(String type, Binding binding) throws SQLException {
        String sql = "SELECT array_agg(e ORDER BY n)::text FROM unnest(?) WITH ORDINALITY AS x(e, n)";
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(sql.replace("unnest(?)", "unnest(?::" + type + "[])"))) {
            binding.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
