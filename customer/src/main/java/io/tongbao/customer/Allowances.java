package io.tongbao.customer;

import io.tongbao.customer.tier.Spending;
import io.tongbao.customer.tier.Tier;
import io.tongbao.kernel.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The class of a customer's account, what was spent of its limits, and when a cool-off ends. */
public final class Allowances {

    /** How long limits stay low after a change of credential, device or SIM. */
    public static final Duration COOL_OFF = Duration.ofHours(24);

    private final JdbcClient jdbc;

    Allowances(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** As stored now; empty for customers without limits. */
    public Optional<Spending> find(UUID id) {
        return jdbc.sql("SELECT " + AllowanceTable.COLUMNS + " FROM customer.allowance WHERE id = ?")
                .param(id)
                .query((row, n) -> AllowanceTable.read(row).spending())
                .optional();
    }

    /** The class of a customer's account. Waits for a batch that is counting against the old one. */
    public void setTier(UUID customerId, Tier tier) {
        lock(customerId, customerId);
        jdbc.sql("UPDATE customer.allowance SET tier = ? WHERE id = ?")
                .param(tier.number())
                .param(customerId)
                .update();
        // The person's own row has the highest class of the person's accounts.
        jdbc.sql("""
                        UPDATE customer.allowance p SET tier = m.tier
                        FROM (SELECT a.person_id AS id, max(a.tier) AS tier FROM customer.allowance a
                              WHERE a.person_id = (SELECT person_id FROM customer.allowance WHERE id = ?)
                              GROUP BY 1) m
                        WHERE p.id = m.id""").param(customerId).update();
    }

    /** Low limits from now on for {@link #COOL_OFF}; never shortens one that is on. */
    public void coolOff(UUID customerId, Instant now) {
        long until = ChronoUnit.MICROS.between(Instant.EPOCH, now.plus(COOL_OFF));
        jdbc.sql("UPDATE customer.allowance SET cool_off_until_ts = greatest(cool_off_until_ts, ?) WHERE id = ?")
                .param(until)
                .param(customerId)
                .update();
    }

    /**
     * These two customers are one person from now on: what they spent is added up in a row of the person's own, under the
     * locks of both, so that no payment is counted twice or not at all.
     *
     * @param fresh id of the person, when neither has one yet
     */
    public UUID join(UUID one, UUID other, UUID fresh) {
        Map<UUID, AllowanceTable.State> rows = lock(one, other);
        AllowanceTable.State mine = rows.get(one);
        AllowanceTable.State theirs = rows.get(other);
        if (mine == null || theirs == null) {
            throw new Refused(CustomerError.CUSTOMER_NOT_FOUND);
        }
        UUID first = mine.personId();
        UUID second = theirs.personId();
        if (first != null && first.equals(second)) {
            return first;
        }
        if (first != null && second != null) {
            throw new IllegalStateException("two persons with one document");
        }
        UUID person = first != null ? first : second != null ? second : fresh;
        AllowanceTable.State shared = rows.get(person);
        Spending sum = shared == null
                ? mine.spending().plus(theirs.spending())
                : shared.spending().plus(first == null ? mine.spending() : theirs.spending());
        jdbc.sql("""
                        INSERT INTO customer.allowance (id, tier, lifetime_minor, year_minor, day, day_minor)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (id) DO UPDATE
                        SET tier = excluded.tier, lifetime_minor = excluded.lifetime_minor,
                            year_minor = excluded.year_minor, day = excluded.day, day_minor = excluded.day_minor""")
                .param(person)
                .param(sum.tier().number())
                .param(sum.lifetimeMinor())
                .param(sum.yearMinor())
                .param(Math.toIntExact(sum.day().toEpochDay()))
                .param(sum.dayMinor())
                .update();
        for (String table : new String[] {"customer.allowance", "customer.customer"}) {
            jdbc.sql("UPDATE " + table + " SET person_id = ? WHERE id IN (?, ?)")
                    .param(person)
                    .param(one)
                    .param(other)
                    .update();
        }
        return person;
    }

    /** These rows and those of their persons, in id order, as the ledger's lanes lock them. */
    private Map<UUID, AllowanceTable.State> lock(UUID one, UUID other) {
        Map<UUID, AllowanceTable.State> rows = new HashMap<>();
        jdbc.sql("SELECT " + AllowanceTable.COLUMNS + """
                         FROM customer.allowance
                        WHERE id IN (?, ?) OR id IN (SELECT person_id FROM customer.allowance WHERE id IN (?, ?))
                        ORDER BY id FOR NO KEY UPDATE""")
                .params(one, other, one, other)
                .query((row, n) -> rows.put(row.getObject(1, UUID.class), AllowanceTable.read(row)))
                .list();
        return rows;
    }
}
