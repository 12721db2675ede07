package io.tongbao.vault;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A column that names the key version of a digest beside it: counts versions. */
public final class VersionColumn implements KeyUse {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)?");

    private final JdbcClient jdbc;
    private final KeyPurpose purpose;
    private final String table;
    private final String column;

    /**
     * @param table with its schema
     * @param column a {@code smallint} or {@code integer}; may be null in a row
     */
    public VersionColumn(DataSource database, KeyPurpose purpose, String table, String column) {
        if (!NAME.matcher(table).matches() || !NAME.matcher(column).matches()) {
            throw new IllegalArgumentException("not names: " + table + ", " + column);
        }
        this.jdbc = JdbcClient.create(database);
        this.purpose = purpose;
        this.table = table;
        this.column = column;
    }

    @Override
    public KeyPurpose purpose() {
        return purpose;
    }

    @Override
    public String what() {
        return table + "." + column;
    }

    @Override
    public Map<Integer, Long> rowsByVersion() {
        Map<Integer, Long> rows = new HashMap<>();
        jdbc.sql("SELECT " + column + ", count(*) FROM " + table + " WHERE " + column + " IS NOT NULL GROUP BY 1")
                .query((row, n) -> rows.put(row.getInt(1), row.getLong(2)))
                .list();
        return rows;
    }
}
