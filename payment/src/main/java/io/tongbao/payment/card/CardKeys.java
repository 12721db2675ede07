package io.tongbao.payment.card;

import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyUse;
import io.tongbao.vault.KeyedDigest;
import io.tongbao.vault.Reseal;
import io.tongbao.vault.SealedColumn;
import io.tongbao.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the vault's keys are used for here, so that a replaced key can be retired. */
public final class CardKeys {

    private CardKeys() {}

    /** Sealed columns of cards. */
    public static List<SealedColumn> sealed(DataSource database) {
        return List.of(column(database, "number"), column(database, "holder"), column(database, "token"));
    }

    private static SealedColumn column(DataSource database, String field) {
        return new SealedColumn(
                database, KeyPurpose.CARD, "payment.card", "id", "sealed_" + field, id -> CardTable.place(id, field));
    }

    /** The digest by which a card is found again: made anew from the sealed number; without meaning once that is wiped. */
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
            return "payment.card.lookup";
        }

        @Override
        public Map<Integer, Long> rowsByVersion() {
            Map<Integer, Long> rows = new HashMap<>();
            jdbc.sql("SELECT lookup_version, count(*) FROM payment.card WHERE sealed_number IS NOT NULL GROUP BY 1")
                    .query((row, n) -> rows.put(row.getInt(1), row.getLong(2)))
                    .list();
            return rows;
        }

        @Override
        public Page page(Vault vault, @Nullable UUID after, int rows) {
            List<Row> page = jdbc.sql("""
                SELECT id, sealed_number, lookup_version FROM payment.card
                WHERE id > ? AND sealed_number IS NOT NULL ORDER BY id LIMIT ?\
                """)
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
            byte[] number = vault.open(KeyPurpose.CARD, CardTable.place(row.id(), "number"), row.sealed());
            CardNumber card = new CardNumber(new String(number, StandardCharsets.US_ASCII));
            KeyedDigest fresh = vault.mac(KeyPurpose.LOOKUP, CardTable.message(card));
            return jdbc.sql("""
                UPDATE payment.card SET lookup_version = ?, lookup = ?
                WHERE id = ? AND lookup_version = ? AND sealed_number = ?\
                """)
                    .params((int) fresh.version(), fresh.digest(), row.id(), row.version(), row.sealed())
                    .update();
        }
    }
}
