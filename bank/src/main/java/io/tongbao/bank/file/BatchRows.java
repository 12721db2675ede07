package io.tongbao.bank.file;

import io.tongbao.bank.BankInstruction.Kind;
import io.tongbao.bank.BankInstruction.Purpose;
import io.tongbao.bank.BankInstruction.Speed;
import io.tongbao.bank.file.format.Batch;
import io.tongbao.bank.file.format.BatchGroup;
import io.tongbao.bank.file.format.BatchRow;
import io.tongbao.bank.file.format.OurAccount;
import io.tongbao.bank.file.format.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Batches: cut from waiting rows in one transaction, written from their rows again and again to the same bytes. Under the cycle's lock. */
final class BatchRows {

    private static final String COLUMNS = "batch_no, day, kinds, row_count, total_minor, digest, state, cut_at";

    private final String partner;
    private final FileSettings settings;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    BatchRows(FileSettings settings, JdbcClient jdbc, TransactionTemplate transactions) {
        this.partner = settings.profile().id().value();
        this.settings = settings;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Puts what waits into batches, oldest first. @return how many */
    int cut(Instant now) {
        int cut = 0;
        for (Collection<Kind> kinds : together().values()) {
            boolean more = dueAfterLast(kinds, now);
            while (more) {
                int rows = cut(kinds, now);
                cut += rows > 0 ? 1 : 0;
                more = rows == settings.batchRows();
            }
        }
        return cut;
    }

    private Map<BatchGroup, Collection<Kind>> together() {
        Map<BatchGroup, Collection<Kind>> together = new EnumMap<>(BatchGroup.class);
        for (Kind kind : Kind.values()) {
            together.computeIfAbsent(settings.format().groupOf(kind), group -> new ArrayList<>())
                    .add(kind);
        }
        return together;
    }

    private boolean dueAfterLast(Collection<Kind> kinds, Instant now) {
        if (settings.cutEvery().isZero()) {
            return true;
        }
        Kind first = kinds.iterator().next();
        return jdbc.sql("select max(cut_at) from bank.file_batch where partner = ? and kinds = ?")
                .params(partner, settings.format().groupOf(first).code())
                .query(Timestamp.class)
                .optional()
                .map(last -> !last.toInstant().plus(settings.cutEvery()).isAfter(now))
                .orElse(true);
    }

    private int cut(Collection<Kind> kinds, Instant now) {
        Integer rows = transactions.execute(status -> {
            List<UUID> ids = jdbc.sql("select id from bank.file_row where partner = :partner and state = 1"
                            + " and kind in (:kinds) order by recorded_at, id limit :most for update")
                    .param("partner", partner)
                    .param("kinds", kinds.stream().map(InstructionRows::code).toList())
                    .param("most", settings.batchRows())
                    .query(UUID.class)
                    .list();
            if (ids.isEmpty()) {
                return 0;
            }
            insert(ids, settings.format().groupOf(kinds.iterator().next()), now.truncatedTo(ChronoUnit.SECONDS));
            return ids.size();
        });
        return rows == null ? 0 : rows;
    }

    private void insert(List<UUID> ids, BatchGroup group, Instant cutAt) {
        long number = jdbc.sql("select coalesce(max(batch_no), 0) + 1 from bank.file_batch where partner = ?")
                .param(partner)
                .query(Long.class)
                .single();
        LocalDate day = cutAt.atZone(settings.zone()).toLocalDate();
        UUID[] array = ids.toArray(UUID[]::new);
        // The digest needs the rows in their order, the rows need the batch: the batch comes first with what is
        // certain.
        jdbc.sql("""
                insert into bank.file_batch (partner, batch_no, day, kinds, row_count, total_minor, digest, state, cut_at)
                select ?, ?, ?, ?, ?, sum(amount_minor), decode(repeat('00', 32), 'hex'), 1, ?
                from bank.file_row where partner = ? and id = any (?)
                """)
                .params(partner, number, day, group.code(), ids.size(), Timestamp.from(cutAt), partner, array)
                .update();
        jdbc.sql("""
                update bank.file_row r set state = 3, batch_no = ?, ordinal = o.ordinal
                from unnest(?::uuid[]) with ordinality as o (id, ordinal)
                where r.partner = ? and r.id = o.id
                """).params(number, array, partner).update();
        StoredBatch batch = find(number).orElseThrow(() -> new IllegalStateException("batch was just written"));
        jdbc.sql("update bank.file_batch set digest = ? where partner = ? and batch_no = ?")
                .params(digest(contentOf(batch)), partner, number)
                .update();
    }

    /** Batches of which nobody knows whether they were sent, oldest first. */
    List<StoredBatch> unsent() {
        return jdbc.sql("select " + COLUMNS + " from bank.file_batch where partner = ? and state = 1 order by batch_no")
                .param(partner)
                .query((row, n) -> read(row))
                .list();
    }

    void markSent(StoredBatch batch, Instant now) {
        jdbc.sql("update bank.file_batch set state = 2, sent_at = ? where partner = ? and batch_no = ? and state = 1")
                .params(Timestamp.from(now), partner, batch.number())
                .update();
    }

    Optional<StoredBatch> find(long number) {
        return jdbc.sql("select " + COLUMNS + " from bank.file_batch where partner = ? and batch_no = ?")
                .params(partner, number)
                .query((row, n) -> read(row))
                .optional();
    }

    /** What goes into the batch's file: the same at every call until its result is in. */
    Batch contentOf(StoredBatch batch) {
        OurAccount us = settings.us();
        List<BatchRow> rows = jdbc.sql("""
                        select r.ordinal, r.id, r.kind, r.amount_minor, r.party_sealed, r.purpose, r.speed, r.original_id,
                               o.batch_no as original_no, o.day as original_day
                        from bank.file_row r
                        left join bank.file_batch o on o.partner = r.partner and o.batch_no = r.original_batch
                        where r.partner = ? and r.batch_no = ? order by r.ordinal
                        """)
                .params(partner, batch.number())
                .query((row, n) -> row(row))
                .list();
        return new Batch(batch.name(), batch.day(), batch.cutAt(), batch.group(), us, rows);
    }

    byte[] digest(Batch batch) {
        MessageDigest digest = Sha256.start();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            settings.format().writeBatch(batch, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to nowhere does not fail", e);
        }
        return digest.digest();
    }

    private BatchRow row(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        byte[] sealed = row.getBytes("party_sealed");
        RowSeal.Content content = settings.seal().open(partner, id, sealed);
        UUID original = row.getObject("original_id", UUID.class);
        return new BatchRow(
                row.getInt("ordinal"),
                id,
                kind(row.getInt("kind")),
                row.getLong("amount_minor"),
                content.party(),
                Purpose.valueOf(row.getString("purpose")),
                Speed.valueOf(row.getString("speed")),
                original == null
                        ? null
                        : new BatchRow.Original(
                                original,
                                StoredBatch.name(
                                        row.getObject("original_day", LocalDate.class), row.getLong("original_no"))),
                content.note());
    }

    private static Kind kind(int code) {
        for (Kind each : Kind.values()) {
            if (InstructionRows.code(each) == code) {
                return each;
            }
        }
        throw new IllegalStateException("unknown kind of a row: " + code);
    }

    private static StoredBatch read(ResultSet row) throws SQLException {
        return new StoredBatch(
                row.getLong("batch_no"),
                row.getObject("day", LocalDate.class),
                BatchGroup.ofCode(row.getInt("kinds")).orElseThrow(),
                row.getInt("row_count"),
                row.getLong("total_minor"),
                row.getBytes("digest"),
                row.getInt("state") == 3,
                row.getTimestamp("cut_at").toInstant());
    }
}
