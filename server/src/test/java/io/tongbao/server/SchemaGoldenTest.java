package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole schema as one reviewed text; {@code -Dgolden.update=true} writes it anew. */
final class SchemaGoldenTest {

    private static final Path GOLDEN = Path.of(
            System.getProperty("tongbao.root", ".."), "server", "src", "test", "resources", "golden", "schema.txt");

    private static final String OURS =
            "nspname NOT IN ('pg_catalog', 'information_schema', 'public')" + " AND nspname NOT LIKE 'pg_%'";

    @Test
    void theSchemaIsTheReviewedOne() throws SQLException, IOException {
        String[] modules = Stream.concat(
                        Stream.of("server"),
                        StartedDatabase.modulesWithASchema().stream().map(module -> module.name()))
                .toArray(String[]::new);
        StringBuilder text = new StringBuilder();
        try (TestDatabase database = TestPostgres.database(modules);
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(SCHEMA_LINES)) {
                String table = "";
                while (row.next()) {
                    if (!row.getString(1).equals(table)) {
                        table = row.getString(1);
                        text.append(text.isEmpty() ? "" : "\n").append(table).append('\n');
                    }
                    text.append("  ").append(row.getString(3)).append('\n');
                }
            }
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, text);
        }
        assertThat(text.toString())
                .as("the schema changed; when that is meant: ./mvnw -pl server -am test -Dgolden.update=true")
                .isEqualTo(Files.readString(GOLDEN));
    }

    private static final String SCHEMA_LINES = """
            WITH tables AS (
                SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relkind,
                       pg_get_partkeydef(c.oid) AS partition_key
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition AND c.relname <> 'flyway_schema_history'
                  AND %s)
            SELECT name, 1 AS part, 'column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                       || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                       || CASE WHEN a.attidentity <> '' THEN ' identity' ELSE '' END
                       || coalesce(CASE WHEN a.attgenerated <> '' THEN ' generated ' ELSE ' default ' END
                                   || pg_get_expr(d.adbin, d.adrelid), '') AS line, a.attnum AS position
            FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            UNION ALL
            SELECT name, 2, 'constraint ' || conname || ' ' || pg_get_constraintdef(c.oid), 0
            FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid WHERE c.contype <> 'n'
            UNION ALL
            SELECT name, 3, pg_get_indexdef(i.indexrelid), 0
            FROM tables t JOIN pg_index i ON i.indrelid = t.oid
            WHERE NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
            UNION ALL
            SELECT name, 4, pg_get_triggerdef(g.oid), 0
            FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal
            UNION ALL
            SELECT name, 5, 'partitioned by ' || partition_key, 0 FROM tables WHERE partition_key IS NOT NULL
            ORDER BY 1, 2, 4, 3
            """.formatted(OURS);
}
