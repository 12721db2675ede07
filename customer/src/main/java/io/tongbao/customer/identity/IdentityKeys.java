package io.tongbao.customer.identity;

import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyUse;
import io.tongbao.vault.KeyedDigest;
import io.tongbao.vault.Reseal;
import io.tongbao.vault.SealedColumn;
import io.tongbao.vault.Vault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the vault's keys are used for here, so that a replaced key can be retired. */
public final class IdentityKeys {

    private IdentityKeys() {}

    /** Sealed columns of this module. */
    public static List<SealedColumn> sealed(DataSource database) {
        return List.of(
                identity(database, "sealed_name", "name"),
                identity(database, "sealed_number", "number"),
                new SealedColumn(database, KeyPurpose.IDENTITY, "customer.document", "id", "sealed", Documents::place),
                new SealedColumn(
                        database,
                        KeyPurpose.IDENTITY,
                        "customer.enterprise",
                        "customer_id",
                        "sealed_representative",
                        id -> "customer.enterprise:" + id),
                new SealedColumn(
                        database,
                        KeyPurpose.IDENTITY,
                        "customer.beneficial_owner",
                        "id",
                        "sealed",
                        id -> "customer.beneficial_owner:" + id));
    }

    private static SealedColumn identity(DataSource database, String column, String field) {
        return new SealedColumn(
                database,
                KeyPurpose.IDENTITY,
                "customer.identity",
                "customer_id",
                column,
                id -> IdentityFile.place(id, field));
    }

    /** The digest by which a person is found again: made anew from the sealed number. */
    public static final class Lookup implements KeyUse, Reseal {

        private final JdbcClient jdbc;

        public Lookup(DataSource database) {
            this.jdbc = JdbcClient.create(database);
        }

        @SuppressWarnings("ArrayRecordComponent") // read once, never compared
        private record Row(UUID id, byte[] sealed, int version) {}

        @Override
        public KeyPurpose purpose() {
            return KeyPurpose.LOOKUP;
        }

        @Override
        public String what() {
            return "customer.identity.lookup";
        }

        @Override
        public Map<Integer, Long> rowsByVersion() {
            Map<Integer, Long> rows = new HashMap<>();
            jdbc.sql(
                            "SELECT lookup_version, count(*) FROM customer.identity WHERE sealed_number IS NOT NULL GROUP BY 1")
                    .query((row, n) -> rows.put(row.getInt(1), row.getLong(2)))
                    .list();
            return rows;
        }

        @Override
        public Page page(Vault vault, @Nullable UUID after, int rows) {
            List<Row> page = jdbc.sql("""
                            SELECT customer_id, sealed_number, lookup_version FROM customer.identity
                            WHERE customer_id > ? AND sealed_number IS NOT NULL ORDER BY customer_id LIMIT ?""")
                    .params(Objects.requireNonNullElse(after, new UUID(0, 0)), rows)
                    .query((row, n) -> new Row(row.getObject(1, UUID.class), row.getBytes(2), row.getInt(3)))
                    .list();
            int moved = 0;
            for (Row row : page) {
                if (row.version() != vault.currentVersion(KeyPurpose.LOOKUP)) {
                    moved += move(vault, row);
                }
            }
            return new Page(moved, page.size() < rows ? null : page.getLast().id());
        }

        private int move(Vault vault, Row row) {
            byte[] number = vault.open(KeyPurpose.IDENTITY, IdentityFile.place(row.id(), "number"), row.sealed());
            KeyedDigest fresh = vault.mac(KeyPurpose.LOOKUP, number);
            return jdbc.sql("""
                            UPDATE customer.identity SET lookup_version = ?, lookup = ?,
                                class_three = CASE WHEN class_three IS NOT NULL THEN ?::bytea END
                            WHERE customer_id = ? AND lookup_version = ? AND sealed_number = ?""")
                    .param((int) fresh.version())
                    .param(fresh.digest())
                    .param(fresh.digest())
                    .param(row.id())
                    .param(row.version())
                    .param(row.sealed())
                    .update();
        }
    }
}
