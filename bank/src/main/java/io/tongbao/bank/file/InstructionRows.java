package io.tongbao.bank.file;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstruction.Kind;
import io.tongbao.bank.BankInstruction.Purpose;
import io.tongbao.bank.BankInstruction.Speed;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.PartnerAnswer;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Instructions as rows: recorded once for ever, withdrawn while they wait. */
final class InstructionRows {

    private static final String COLUMNS = "id, amount_minor, state, content_mac, bank_reference, reason, bank_code";

    private final String partner;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final RowSeal seal;
    private final InstantSource clock;

    InstructionRows(
            String partner, JdbcClient jdbc, TransactionTemplate transactions, RowSeal seal, InstantSource clock) {
        this.partner = partner;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.seal = seal;
        this.clock = clock;
    }

    /** Debits and credits. */
    PartnerAnswer record(BankInstruction given, Kind kind, Purpose purpose, Speed speed, RowSeal.Content content) {
        String party = content.party() == null
                ? ""
                : content.party().agreement() + ":" + content.party().number();
        byte[] mac = mac(given, kind, party);
        insert(given, kind, purpose, speed, content, mac, null, null, null);
        return answer(given.id(), mac);
    }

    /** A refund is judged once: its original must be done, and have so much left. */
    PartnerAnswer refund(BankInstruction.Refund refund) {
        UUID original = refund.original().id();
        byte[] mac = mac(refund, Kind.REFUND, original.toString());
        if (find(refund.id()).isEmpty()) {
            transactions.executeWithoutResult(status -> {
                // Locked, so that two refunds of one debit are judged one after the other.
                @Nullable
                Refundable debit = jdbc.sql("select amount_minor, batch_no from bank.file_row"
                                + " where partner = ? and id = ? and kind = 1 and state = 4 for update")
                        .params(partner, original)
                        .query((row, n) -> new Refundable(row.getLong(1), row.getLong(2)))
                        .optional()
                        .orElse(null);
                boolean fits = debit != null
                        && refunded(original)
                                <= debit.amountMinor() - refund.amount().minor();
                insert(
                        refund,
                        Kind.REFUND,
                        Purpose.PAYMENT,
                        Speed.ORDINARY,
                        new RowSeal.Content(null, ""),
                        mac,
                        original,
                        debit == null ? null : debit.batchNo(),
                        fits ? null : DeclineReason.ORIGINAL_NOT_REFUNDABLE);
            });
        }
        return answer(refund.id(), mac);
    }

    private record Refundable(long amountMinor, long batchNo) {}

    private long refunded(UUID original) {
        return jdbc.sql("select coalesce(sum(amount_minor), 0)::bigint from bank.file_row"
                        + " where partner = ? and original_id = ? and state in (1, 3, 4)")
                .params(partner, original)
                .query(Long.class)
                .single();
    }

    /** @return whether the original has no effect and never will */
    boolean withdraw(BankInstruction.Original original) {
        Timestamp now = Timestamp.from(clock.instant());
        int tombstone = jdbc.sql("""
                insert into bank.file_row (partner, id, kind, given_at, amount_minor, currency, purpose, speed, state,
                        recorded_at, answered_at)
                values (?, ?, ?, ?, ?, ?, 'PAYMENT', 'ORDINARY', 2, ?, ?)
                on conflict do nothing
                """)
                .params(
                        partner,
                        original.id(),
                        code(original.kind()),
                        Timestamp.from(original.at()),
                        original.amount().minor(),
                        original.amount().currency().name(),
                        now,
                        now)
                .update();
        if (tombstone == 1) {
            return true;
        }
        int withdrawn = jdbc.sql("update bank.file_row set state = 2, party_sealed = null, answered_at = ?"
                        + " where partner = ? and id = ? and state = 1")
                .params(now, partner, original.id())
                .update();
        if (withdrawn == 1) {
            return true;
        }
        RowState state = find(original.id()).map(StoredRow::state).orElse(RowState.IN_BATCH);
        return state == RowState.WITHDRAWN || state == RowState.DECLINED;
    }

    Optional<StoredRow> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from bank.file_row where partner = ? and id = ?")
                .params(partner, id)
                .query((row, n) -> read(row))
                .optional();
    }

    private PartnerAnswer answer(UUID id, byte[] mac) {
        StoredRow row = find(id).orElseThrow(() -> new IllegalStateException("row " + id + " was just written"));
        byte[] first = row.contentMac();
        if (first != null && !MessageDigest.isEqual(first, mac)) {
            return new PartnerAnswer.Declined(DeclineReason.ID_REUSED, "");
        }
        return row.answer();
    }

    private byte[] mac(BankInstruction given, Kind kind, String party) {
        return seal.digest(
                kind + "|" + given.amount().minor() + "|" + given.amount().currency() + "|" + party);
    }

    private void insert(
            BankInstruction given,
            Kind kind,
            Purpose purpose,
            Speed speed,
            RowSeal.Content content,
            byte[] mac,
            @Nullable UUID original,
            @Nullable Long originalBatch,
            @Nullable DeclineReason refused) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql("""
                insert into bank.file_row (partner, id, kind, content_mac, given_at, amount_minor, currency, purpose, speed,
                        party_sealed, original_id, original_batch, state, reason, bank_code, recorded_at, answered_at, told)
                values (:partner, :id, :kind, :mac, :given, :amount, :currency, :purpose, :speed, :sealed, :original::uuid,
                        :batch::bigint, :state, :reason::text, :code::text, :now, :answered::timestamptz, :told)
                on conflict do nothing
                """)
                .param("partner", partner)
                .param("id", given.id())
                .param("kind", code(kind))
                .param("mac", mac)
                .param("given", Timestamp.from(given.at()))
                .param("amount", given.amount().minor())
                .param("currency", given.amount().currency().name())
                .param("purpose", purpose.name())
                .param("speed", speed.name())
                .param("sealed", refused == null ? seal.seal(partner, given.id(), content) : null, Types.BINARY)
                .param("original", original)
                .param("batch", originalBatch)
                .param("state", refused == null ? RowState.WAITING.code() : RowState.DECLINED.code())
                .param("reason", refused == null ? null : refused.name())
                .param("code", refused == null ? null : "")
                .param("now", now)
                .param("answered", refused == null ? null : now)
                // Whoever gave it hears it from the call itself.
                .param("told", refused != null)
                .update();
    }

    static int code(Kind kind) {
        return switch (kind) {
            case DEBIT -> 1;
            case CREDIT -> 2;
            case REFUND -> 3;
        };
    }

    static StoredRow read(ResultSet row) throws SQLException {
        return new StoredRow(
                row.getObject("id", UUID.class),
                row.getLong("amount_minor"),
                RowState.of(row.getInt("state")),
                row.getBytes("content_mac"),
                row.getString("bank_reference"),
                row.getString("reason"),
                row.getString("bank_code"));
    }
}
