package io.tongbao.payment.funding;

import io.tongbao.bank.BankInstruction;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.ledger.GuardTable;
import io.tongbao.ledger.RiderTable;
import io.tongbao.partner.PartnerId;
import io.tongbao.postgres.ArrayParameters;
import io.tongbao.postgres.CopyRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Legs: written with the posting that reserves their money, then locked by whatever brings news of them. */
public final class LegTable implements GuardTable<UUID, Leg>, RiderTable<Leg> {

    public static final LegTable INSTANCE = new LegTable();

    /** What {@link #read} expects. */
    public static final String COLUMNS = """
            id, original_id, order_id, refund_id, customer_id, card_id, at_ms, created_ts, next_due_ts, amount_minor, points,
            from_account_id, to_account_id, fallback_account_id, suspense_account_id, version, attempts, operation, state,
            money, speed, abandoned, partner, currency, number, note, partner_reference, failure""";

    private static final int COLUMN_COUNT = 28;
    private static final ThreadLocal<CopyRows> ROWS = ThreadLocal.withInitial(() -> new CopyRows(COLUMN_COUNT));
    private static final String LOCK =
            "SELECT " + COLUMNS + " FROM payment.leg WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE";
    private static final String UPDATE = """
            UPDATE payment.leg l
            SET state = u.state, money = u.money, version = u.version, attempts = u.attempts,
                next_due_ts = u.next_due_ts, abandoned = u.abandoned, partner_reference = u.partner_reference,
                failure = u.failure
            FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::int[], ?::int[], ?::bigint[], ?::boolean[],
                        ?::text[], ?::text[])
                AS u (id, state, money, version, attempts, next_due_ts, abandoned, partner_reference, failure)
            WHERE l.id = u.id""";

    private LegTable() {}

    @Override
    public String name() {
        return "payment.leg";
    }

    @Override
    public Map<UUID, Leg> lock(Connection connection, List<UUID> keys) throws SQLException {
        Map<UUID, Leg> legs = HashMap.newHashMap(keys.size());
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            ArrayParameters.setUuids(lock, 1, keys.toArray(UUID[]::new));
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    Leg leg = read(rows);
                    legs.put(leg.id(), leg);
                }
            }
        }
        return legs;
    }

    @Override
    public void store(Connection connection, Map<UUID, Leg> inserted, Map<UUID, Leg> updated) throws SQLException {
        if (!inserted.isEmpty()) {
            throw new IllegalStateException("new legs ride with their posting");
        }
        int count = updated.size();
        UUID[] ids = new UUID[count];
        short[] states = new short[count];
        short[] moneys = new short[count];
        int[] versions = new int[count];
        int[] attempts = new int[count];
        long[] dues = new long[count];
        boolean[] abandoned = new boolean[count];
        String[] references = new String[count];
        String[] failures = new String[count];
        int i = 0;
        for (Leg leg : updated.values()) {
            Leg.Progress p = leg.progress();
            ids[i] = leg.id();
            states[i] = (short) p.state().number();
            moneys[i] = (short) p.money().number();
            versions[i] = p.version();
            attempts[i] = p.attempts();
            dues[i] = p.nextDueTs();
            abandoned[i] = p.abandoned();
            references[i] = p.partnerReference();
            failures[i] = p.failure();
            i++;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            ArrayParameters.setUuids(update, 1, ids);
            ArrayParameters.setSmallints(update, 2, states);
            ArrayParameters.setSmallints(update, 3, moneys);
            ArrayParameters.setIntegers(update, 4, versions);
            ArrayParameters.setIntegers(update, 5, attempts);
            ArrayParameters.setBigints(update, 6, dues);
            ArrayParameters.setBooleans(update, 7, abandoned);
            ArrayParameters.setTexts(update, 8, references);
            ArrayParameters.setTexts(update, 9, failures);
            update.executeUpdate();
        }
    }

    @Override
    public void write(Connection connection, List<Leg> legs) throws SQLException {
        CopyRows rows = ROWS.get();
        rows.clear();
        for (Leg leg : legs) {
            Leg.Instructed w = leg.what();
            Leg.Progress p = leg.progress();
            rows.row()
                    .uuid(leg.id())
                    .uuid(w.originalId())
                    .uuid(w.orderId())
                    .uuid(w.refundId())
                    .uuid(w.customerId())
                    .uuid(w.cardId())
                    .bigint(leg.atMs())
                    .bigint(p.createdTs())
                    .bigint(p.nextDueTs())
                    .bigint(w.amount().minor())
                    .bigint(w.points())
                    .bigint(leg.books().from())
                    .bigint(leg.books().to())
                    .bigint(leg.books().fallback())
                    .bigint(leg.books().suspense())
                    .integer(p.version())
                    .integer(p.attempts())
                    .smallint(w.operation().number())
                    .smallint(p.state().number())
                    .smallint(p.money().number())
                    .smallint(number(w.speed()))
                    .bool(p.abandoned())
                    .text(w.partner().value())
                    .text(leg.currency().name())
                    .text(w.number())
                    .text(w.note())
                    .text(p.partnerReference())
                    .text(p.failure());
        }
        rows.copyInto(connection, "payment.leg", COLUMNS);
    }

    /** From {@link #COLUMNS}. */
    public static Leg read(ResultSet row) throws SQLException {
        Leg.Instructed what = new Leg.Instructed(
                LegOperation.of(row.getInt(18)),
                new PartnerId(row.getString(23)),
                Money.of(row.getLong(10), Currency.valueOf(row.getString(24))),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getObject(4, UUID.class),
                row.getObject(5, UUID.class),
                row.getObject(6, UUID.class),
                row.getString(25),
                row.getLong(11),
                speed(row.getInt(21)),
                row.getString(26));
        Leg.Progress progress = new Leg.Progress(
                LegState.of(row.getInt(19)),
                LegMoney.of(row.getInt(20)),
                row.getInt(16),
                row.getInt(17),
                row.getLong(8),
                row.getLong(9),
                row.getBoolean(22),
                row.getString(27),
                row.getString(28));
        return new Leg(
                row.getObject(1, UUID.class),
                row.getLong(7),
                what,
                new Leg.Books(row.getLong(12), row.getLong(15), row.getLong(13), row.getLong(14)),
                progress);
    }

    private static int number(BankInstruction.Speed speed) {
        return switch (speed) {
            case INSTANT -> 0;
            case ORDINARY -> 1;
            case NEXT_DAY -> 2;
        };
    }

    private static BankInstruction.Speed speed(int number) {
        return switch (number) {
            case 0 -> BankInstruction.Speed.INSTANT;
            case 1 -> BankInstruction.Speed.ORDINARY;
            case 2 -> BankInstruction.Speed.NEXT_DAY;
            default -> throw new IllegalArgumentException("speed " + number);
        };
    }
}
