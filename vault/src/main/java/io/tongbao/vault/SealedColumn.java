package io.tongbao.vault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A column of sealed values in a table whose key is a {@code uuid}: counts versions and seals anew. */
public final class SealedColumn implements KeyUse, Reseal {

    private static final Logger LOG = LoggerFactory.getLogger(SealedColumn.class);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)?");

    private final JdbcClient jdbc;
    private final KeyPurpose purpose;
    private final String table;
    private final String idColumn;
    private final String column;
    private final Function<UUID, String> place;
    private final String condition;

    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    private record Row(UUID id, byte @Nullable [] sealed) {}

    /**
     * @param table with its schema
     * @param idColumn the primary key, a {@code uuid}
     * @param column of type {@code bytea}; may be null in a row
     * @param place as given to {@link Vault#seal} for a row
     */
    public SealedColumn(
            DataSource database,
            KeyPurpose purpose,
            String table,
            String idColumn,
            String column,
            Function<UUID, String> place) {
        this(database, purpose, table, idColumn, column, place, "true");
    }

    private SealedColumn(
            DataSource database,
            KeyPurpose purpose,
            String table,
            String idColumn,
            String column,
            Function<UUID, String> place,
            String condition) {
        for (String name : List.of(table, idColumn, column)) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("not a name: " + name);
            }
        }
        this.jdbc = JdbcClient.create(database);
        this.condition = condition;
        this.purpose = purpose;
        this.table = table;
        this.idColumn = idColumn;
        this.column = column;
        this.place = place;
    }

    /**
     * The rows of a table that belong to one kind, where the kind and the {@code uuid} together are the key.
     *
     * @param kindColumn a number
     */
    public static SealedColumn ofKind(
            DataSource database,
            KeyPurpose purpose,
            String table,
            String kindColumn,
            int kind,
            String idColumn,
            String column,
            Function<UUID, String> place) {
        if (!NAME.matcher(kindColumn).matches()) {
            throw new IllegalArgumentException("not a name: " + kindColumn);
        }
        return new SealedColumn(database, purpose, table, idColumn, column, place, kindColumn + " = " + kind);
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
        jdbc.sql("SELECT get_byte(c, 1) * 256 + get_byte(c, 2) AS version, count(*) FROM (SELECT " + column
                        + " AS c FROM " + table + " WHERE " + column + " IS NOT NULL AND " + condition
                        + ") s GROUP BY 1")
                .query((row, n) -> rows.put(row.getInt(1), row.getLong(2)))
                .list();
        return rows;
    }

    @Override
    public Page page(Vault vault, @Nullable UUID after, int rows) {
        List<Row> page = jdbc.sql("SELECT " + idColumn + ", " + column + " FROM " + table + " WHERE " + idColumn
                        + " > ? AND " + condition + " ORDER BY " + idColumn + " LIMIT ?")
                .params(Objects.requireNonNullElse(after, new UUID(0, 0)), rows)
                .query((row, n) -> new Row(row.getObject(1, UUID.class), row.getBytes(2)))
                .list();
        int current = vault.currentVersion(purpose);
        int resealed = 0;
        for (Row row : page) {
            byte @Nullable [] sealed = row.sealed();
            if (sealed != null && Vault.versionOf(sealed) != current) {
                resealed += reseal(vault, row.id(), sealed);
            }
        }
        return new Page(resealed, page.size() < rows ? null : page.getLast().id());
    }

    private int reseal(Vault vault, UUID id, byte[] sealed) {
        String where = place.apply(id);
        byte[] fresh;
        try {
            fresh = vault.seal(purpose, where, vault.open(purpose, where, sealed));
        } catch (IllegalStateException e) {
            // The rows behind it still have to move; this one keeps its version from being retired.
            LOG.error("{} cannot be sealed anew: {}", what(), e.getMessage());
            return 0;
        }
        return jdbc.sql("UPDATE " + table + " SET " + column + " = ? WHERE " + idColumn + " = ? AND " + column + " = ?")
                .params(fresh, id, sealed)
                .update();
    }
}
