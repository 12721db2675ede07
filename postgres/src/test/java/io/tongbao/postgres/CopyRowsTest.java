package io.tongbao.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CopyRowsTest {

    private static final String COLUMNS = "l, i, s, b, u, t, y, ia, la, ts, d, j";
    private static final OffsetDateTime EPOCH = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static HikariDataSource database;

    @BeforeAll
    static void open() {
        database = SharedServer.freshDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void table() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS every_type");
            statement.execute(
                    "CREATE TABLE every_type (n int GENERATED ALWAYS AS IDENTITY, l bigint, i int, s smallint,"
                            + " b boolean, u uuid, t text, y bytea, ia int[], la bigint[], ts timestamptz, d date, j jsonb)");
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(
            long l,
            int i,
            short s,
            boolean b,
            UUID u,
            String t,
            byte[] y,
            int[] ia,
            long[] la,
            long micros,
            int day,
            String j) {

        static Row random(Random random) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            return new Row(
                    random.nextLong(),
                    random.nextInt(),
                    (short) random.nextInt(),
                    random.nextBoolean(),
                    new UUID(random.nextLong(), random.nextLong()),
                    text(random),
                    bytes,
                    random.ints(random.nextInt(5)).toArray(),
                    random.longs(random.nextInt(5)).toArray(),
                    random.nextLong(-2_000_000_000_000_000L, 4_000_000_000_000_000L),
                    random.nextInt(-100_000, 100_000),
                    "{\"k\": " + random.nextInt() + "}");
        }

        static String text(Random random) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(
                        switch (random.nextInt(4)) {
                            case 0 -> 0x4E00 + random.nextInt(5000);
                            case 1 -> 0x1F300 + random.nextInt(200);
                            default -> 1 + random.nextInt(126);
                        });
            }
            return text.toString();
        }
    }

    @Test
    void everyTypeComesBackAsItWent() throws SQLException {
        long seed = 20260301;
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(
                Long.MIN_VALUE,
                Integer.MAX_VALUE,
                Short.MIN_VALUE,
                true,
                new UUID(0, -1),
                "",
                new byte[0],
                new int[0],
                new long[0],
                0,
                0,
                "[]"));
        for (int i = 0; i < 3000; i++) {
            rows.add(Row.random(random));
        }
        CopyRows copy = new CopyRows(12, 64);
        for (int batch = 0; batch < 2; batch++) {
            copy.clear();
            for (Row row : rows) {
                copy.row()
                        .bigint(row.l)
                        .integer(row.i)
                        .smallint(row.s)
                        .bool(row.b)
                        .uuid(row.u)
                        .text(row.t);
                copy.bytea(row.y)
                        .integers(row.ia)
                        .bigints(row.la)
                        .timestamptz(row.micros)
                        .date(row.day)
                        .jsonb(row.j);
            }
        }
        try (Connection connection = database.getConnection()) {
            assertThat(copy.rowCount()).isEqualTo(rows.size());
            assertThat(copy.copyInto(connection, "every_type", COLUMNS)).isEqualTo(rows.size());
            try (Statement statement = connection.createStatement();
                    ResultSet read = statement.executeQuery("SELECT " + COLUMNS + " FROM every_type ORDER BY n")) {
                for (Row row : rows) {
                    assertThat(read.next()).isTrue();
                    assertThat(read.getLong(1)).isEqualTo(row.l);
                    assertThat(read.getInt(2)).isEqualTo(row.i);
                    assertThat(read.getShort(3)).isEqualTo(row.s);
                    assertThat(read.getBoolean(4)).isEqualTo(row.b);
                    assertThat(read.getObject(5)).isEqualTo(row.u);
                    assertThat(read.getString(6)).as("seed " + seed).isEqualTo(row.t);
                    assertThat(read.getBytes(7)).isEqualTo(row.y);
                    assertThat((Integer[]) read.getArray(8).getArray())
                            .containsExactly(
                                    java.util.Arrays.stream(row.ia).boxed().toArray(Integer[]::new));
                    assertThat((Long[]) read.getArray(9).getArray())
                            .containsExactly(
                                    java.util.Arrays.stream(row.la).boxed().toArray(Long[]::new));
                    assertThat(read.getObject(10, OffsetDateTime.class).toInstant())
                            .isEqualTo(EPOCH.plus(row.micros, ChronoUnit.MICROS).toInstant());
                    assertThat(read.getObject(11, LocalDate.class)).isEqualTo(LocalDate.ofEpochDay(row.day));
                    assertThat(read.getString(12)).isEqualTo(row.j);
                }
            }
        }
    }

    @Test
    void writesNullsOfEveryType() throws SQLException {
        CopyRows copy = new CopyRows(12);
        copy.row()
                .nil()
                .nil()
                .nil()
                .nil()
                .uuid(null)
                .text(null)
                .bytea(null)
                .nil()
                .nil()
                .nil()
                .nil()
                .jsonb(null);
        try (Connection connection = database.getConnection()) {
            copy.copyInto(connection, "every_type", COLUMNS);
            try (Statement statement = connection.createStatement();
                    ResultSet read = statement.executeQuery("SELECT num_nulls(" + COLUMNS + ") FROM every_type")) {
                read.next();
                assertThat(read.getInt(1)).isEqualTo(12);
            }
        }
    }

    @Test
    void refusesRowsOfAnotherWidth() {
        CopyRows copy = new CopyRows(2);
        assertThatThrownBy(() -> copy.row().bigint(1).row()).hasMessage("the row has 1 of 2 fields");
        copy.clear();
        assertThatThrownBy(() -> copy.row().bigint(1).bigint(2).bigint(3))
                .hasMessage("the row already has its 2 fields");
        assertThatThrownBy(() -> new CopyRows(1).row().smallint(32_768)).hasMessage("not a smallint: 32768");
    }

    @Test
    void aRefusedCopyLeavesTheConnectionUsable() throws SQLException {
        CopyRows copy = new CopyRows(1);
        copy.row().integer(5);
        try (Connection connection = database.getConnection()) {
            assertThatThrownBy(() -> copy.copyInto(connection, "every_type", "l"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("insufficient data left");
            assertThat(copy.copyInto(connection, "every_type", "i")).isEqualTo(1);
            assertThat(new CopyRows(1).copyInto(connection, "every_type", "i")).isZero();
        }
    }
}
