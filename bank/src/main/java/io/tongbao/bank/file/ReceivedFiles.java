package io.tongbao.bank.file;

import io.tongbao.bank.BankStatement;
import io.tongbao.bank.file.format.BatchResult;
import io.tongbao.bank.file.format.FileRefused;
import io.tongbao.bank.file.format.ResultRow;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What the bank's files change: all that one says in one transaction with the note that it was taken, or nothing. Under the cycle's lock. */
final class ReceivedFiles {

    /** A file by name and content. */
    record Received(String name, byte[] digest) {}

    /** A refused file that staff have not been told of. */
    record Trouble(String name, byte[] digest, String what) {}

    /** A day's statement: its content, or why it was refused. */
    record StoredStatement(
            byte @Nullable [] content, @Nullable String trouble) {}

    private final String partner;
    private final FileSettings settings;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final BatchRows batches;

    ReceivedFiles(FileSettings settings, JdbcClient jdbc, TransactionTemplate transactions, BatchRows batches) {
        this.partner = settings.profile().id().value();
        this.settings = settings;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.batches = batches;
    }

    /** Whether this very file was taken (true) or refused (false) before. */
    Optional<Boolean> verdict(Received file) {
        return jdbc.sql("select verdict = 1 from bank.file_received where partner = ? and name = ? and digest = ?")
                .params(partner, file.name(), file.digest())
                .query(Boolean.class)
                .optional();
    }

    /** @throws FileRefused when it does not answer a batch of ours, row by row, or contradicts what was taken before */
    void take(Received file, BatchResult result, Instant now) throws FileRefused {
        StoredBatch batch = answered(result);
        Map<UUID, StoredRow> ours = new HashMap<>();
        jdbc.sql("select id, amount_minor, state, content_mac, bank_reference, reason, bank_code from bank.file_row"
                        + " where partner = ? and batch_no = ?")
                .params(partner, batch.number())
                .query((row, n) -> InstructionRows.read(row))
                .list()
                .forEach(row -> ours.put(row.id(), row));
        List<ResultRow> news = new ArrayList<>();
        boolean whole = true;
        for (ResultRow row : result.rows()) {
            StoredRow our = ours.get(row.id());
            if (our == null) {
                throw new FileRefused("instruction " + row.id() + " is not in batch " + batch.name());
            }
            Long amount = row.amountMinor();
            if (amount != null && amount != our.amountMinor()) {
                throw new FileRefused("instruction " + row.id() + " has another amount than we sent");
            }
            if (our.state() == RowState.IN_BATCH) {
                if (row.status() == ResultRow.Status.PENDING) {
                    whole = false;
                } else {
                    news.add(row);
                }
            } else if (contradicts(our, row)) {
                throw new FileRefused(
                        "instruction " + row.id() + " was " + our.state() + " before and is now " + row.status());
            }
        }
        boolean complete = whole;
        transactions.executeWithoutResult(status -> {
            update(news, now);
            jdbc.sql("update bank.file_batch set state = ?, answered_at = coalesce(answered_at, ?)"
                            + " where partner = ? and batch_no = ? and state <> 3")
                    .params(complete ? 3 : 2, Timestamp.from(now), partner, batch.number())
                    .update();
            note(file, null, now);
        });
    }

    private StoredBatch answered(BatchResult result) throws FileRefused {
        StoredBatch batch = null;
        OptionalLong number = StoredBatch.numberIn(result.batch());
        if (number.isPresent()) {
            batch = batches.find(number.getAsLong()).orElse(null);
        }
        if (batch == null || !batch.name().equals(result.batch())) {
            throw new FileRefused("the file answers a batch that we never sent");
        }
        if (batch.group() != result.group()) {
            throw new FileRefused("the file answers batch " + batch.name() + " as another kind of message");
        }
        if (batch.rowCount() != result.rows().size()) {
            throw new FileRefused("batch " + batch.name() + " has " + batch.rowCount() + " rows, the file answers "
                    + result.rows().size());
        }
        if (batch.totalMinor() != result.totalMinor()) {
            throw new FileRefused("batch " + batch.name() + " makes " + batch.totalMinor()
                    + " minor units together, the file says " + result.totalMinor());
        }
        return batch;
    }

    /** A pending row in a file that was overtaken says nothing new. */
    private static boolean contradicts(StoredRow our, ResultRow row) {
        return switch (row.status()) {
            case PENDING -> false;
            case DONE -> our.state() != RowState.DONE;
            case DECLINED -> our.state() != RowState.DECLINED;
        };
    }

    private void update(List<ResultRow> news, Instant now) {
        int size = news.size();
        UUID[] ids = new UUID[size];
        Integer[] states = new Integer[size];
        String[] references = new String[size];
        String[] reasons = new String[size];
        String[] codes = new String[size];
        for (int i = 0; i < size; i++) {
            ResultRow row = news.get(i);
            boolean declined = row.status() == ResultRow.Status.DECLINED;
            ids[i] = row.id();
            states[i] = (declined ? RowState.DECLINED : RowState.DONE).code();
            references[i] = row.reference();
            reasons[i] = declined ? settings.format().reason(row.code()).name() : "";
            codes[i] = row.code();
        }
        jdbc.sql("""
                update bank.file_row r
                set state = n.state, bank_reference = nullif(n.reference, ''), reason = nullif(n.reason, ''),
                    bank_code = n.code, party_sealed = null, answered_at = ?
                from unnest(?::uuid[], ?::int[], ?::text[], ?::text[], ?::text[]) as n (id, state, reference, reason, code)
                where r.partner = ? and r.id = n.id and r.state = 3
                """)
                .params(Timestamp.from(now), ids, states, references, reasons, codes, partner)
                .update();
    }

    /** @throws FileRefused when another statement of that day was taken */
    void take(Received file, BankStatement statement, Instant now) throws FileRefused {
        StoredStatement before = statement(statement.day()).orElse(null);
        byte[] content = before == null ? null : before.content();
        if (content != null && !Arrays.equals(content, statement.file())) {
            throw new FileRefused("another statement of " + statement.day() + " was taken before");
        }
        transactions.executeWithoutResult(status -> {
            jdbc.sql("""
                    insert into bank.file_statement as s (partner, day, name, content, received_at) values (?, ?, ?, ?, ?)
                    on conflict (partner, day) do update
                    set name = excluded.name, content = excluded.content, trouble = null, received_at = excluded.received_at
                    where s.content is null
                    """)
                    .params(partner, statement.day(), file.name(), statement.file(), Timestamp.from(now))
                    .update();
            note(file, null, now);
        });
    }

    /** @param day of a statement, when its name tells it */
    void refuse(Received file, String what, @Nullable LocalDate day, Instant now) {
        transactions.executeWithoutResult(status -> {
            if (day != null) {
                jdbc.sql("""
                        insert into bank.file_statement as s (partner, day, name, trouble, received_at) values (?, ?, ?, ?, ?)
                        on conflict (partner, day) do update
                        set name = excluded.name, trouble = excluded.trouble, received_at = excluded.received_at
                        where s.content is null
                        """)
                        .params(partner, day, file.name(), what, Timestamp.from(now))
                        .update();
            }
            note(file, what, now);
        });
    }

    Optional<StoredStatement> statement(LocalDate day) {
        return jdbc.sql("select content, trouble from bank.file_statement where partner = ? and day = ?")
                .params(partner, day)
                .query((row, n) -> new StoredStatement(row.getBytes("content"), row.getString("trouble")))
                .optional();
    }

    List<Trouble> untoldTroubles() {
        return jdbc.sql("select name, digest, trouble from bank.file_received where partner = ? and not told"
                        + " order by received_at limit 1000")
                .param(partner)
                .query((row, n) -> new Trouble(row.getString("name"), row.getBytes("digest"), row.getString("trouble")))
                .list();
    }

    void markTold(Trouble trouble) {
        jdbc.sql("update bank.file_received set told = true where partner = ? and name = ? and digest = ?")
                .params(partner, trouble.name(), trouble.digest())
                .update();
    }

    /** Answered rows that the platform has not been told of, oldest first. */
    List<StoredRow> untoldRows(int most) {
        return jdbc.sql(
                        "select id, amount_minor, state, content_mac, bank_reference, reason, bank_code from bank.file_row"
                                + " where partner = ? and state in (4, 5) and not told order by answered_at, id limit ?")
                .params(partner, most)
                .query((row, n) -> InstructionRows.read(row))
                .list();
    }

    void markTold(List<UUID> ids) {
        jdbc.sql("update bank.file_row set told = true where partner = ? and id = any (?)")
                .params(partner, ids.toArray(UUID[]::new))
                .update();
    }

    long refusedFiles() {
        return jdbc.sql("select count(*) from bank.file_received where partner = ? and verdict = 2")
                .param(partner)
                .query(Long.class)
                .single();
    }

    private void note(Received file, @Nullable String trouble, Instant now) {
        jdbc.sql("""
                insert into bank.file_received (partner, name, digest, verdict, trouble, told, received_at)
                values (?, ?, ?, ?, nullif(?, ''), ?, ?) on conflict do nothing
                """)
                .params(
                        partner,
                        file.name(),
                        file.digest(),
                        trouble == null ? 1 : 2,
                        trouble == null ? "" : trouble,
                        trouble == null,
                        Timestamp.from(now))
                .update();
    }
}
