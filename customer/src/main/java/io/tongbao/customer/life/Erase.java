package io.tongbao.customer.life;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.Moments;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Erases a closed account's personal data as far as the law lets. How to reach the customer (number, chosen name, former
 * numbers, texts) and device keys go at once; the verified identity stays sealed for ten years after the closing, and is then
 * wiped by {@link #wipeExpired}. Payments stay in the ledger, whose rows name accounts and never persons.
 *
 * <p>Errors: CUSTOMER_NOT_FOUND, {@link CustomerError#ACCOUNT_NOT_CLOSED}.
 */
public final class Erase {

    /** Identity and transaction data are kept this long at least. */
    public static final int RETENTION_YEARS = 10;

    private static final String ERASED_NAME = "-";

    private final CustomerDesk desk;

    public Erase(CustomerDesk desk) {
        this.desk = desk;
    }

    /**
     * What is left.
     *
     * @param identityUntil when the sealed identity is wiped
     */
    public record Remainder(Instant identityUntil) {}

    /** Doing it again changes nothing. */
    public Remainder execute(UUID customerId) {
        Customer customer = desk.customer(customerId);
        if (customer.status() != CustomerStatus.CLOSED) {
            throw new Refused(CustomerError.ACCOUNT_NOT_CLOSED);
        }
        desk.inTransaction(() -> {
            desk.lock(customerId);
            Msisdn nowhere = Numbers.nowhere(customer);
            desk.jdbc()
                    .sql(
                            "UPDATE customer.customer SET msisdn = ?, name = ?, erased_at = coalesce(erased_at, ?) WHERE id = ?")
                    .params(nowhere.e164(), ERASED_NAME, Moments.at(desk.now()), customerId)
                    .update();
            for (String table : List.of("number_history", "device", "pin")) {
                desk.jdbc()
                        .sql("DELETE FROM customer." + table + " WHERE customer_id = ?")
                        .param(customerId)
                        .update();
            }
            // The last notice has been sent with the closing; what happened stays, where it was sent does not.
            desk.jdbc()
                    .sql("UPDATE customer.notice SET msisdn = ?, sent_at = coalesce(sent_at, ?) WHERE customer_id = ?")
                    .params(nowhere.e164(), Moments.at(desk.now()), customerId)
                    .update();
            desk.jdbc()
                    .sql("DELETE FROM customer.registration WHERE customer_id = ?")
                    .param(customerId)
                    .update();
            return true;
        });
        desk.customers().forgetAll();
        return new Remainder(desk.jdbc()
                .sql("SELECT closed_at FROM customer.customer WHERE id = ?")
                .param(customerId)
                .query((row, n) -> end(Moments.read(row, "closed_at")))
                .single());
    }

    /** Whether it was done. */
    public boolean isDone(UUID customerId) {
        return desk.jdbc()
                .sql("SELECT erased_at IS NOT NULL FROM customer.customer WHERE id = ?")
                .param(customerId)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Wipes sealed identities whose time is over; for a daily job. Returns how many. */
    public int wipeExpired(int most) {
        Instant closedBefore = ZonedDateTime.ofInstant(desk.now(), CustomerDesk.ZONE)
                .minusYears(RETENTION_YEARS)
                .toInstant();
        List<UUID> over = desk.jdbc()
                .sql("""
                        SELECT i.customer_id FROM customer.identity i JOIN customer.customer c ON c.id = i.customer_id
                        WHERE c.closed_at <= ? AND i.sealed_number IS NOT NULL ORDER BY c.closed_at LIMIT ?""")
                .params(Moments.at(closedBefore), most)
                .query(UUID.class)
                .list();
        for (UUID customerId : over) {
            desk.inTransaction(() -> {
                desk.jdbc().sql("""
                                UPDATE customer.identity SET sealed_name = NULL, sealed_number = NULL,
                                    lookup = decode(repeat('00', 32), 'hex'), class_three = NULL, expires_on = NULL
                                WHERE customer_id = ?""").param(customerId).update();
                desk.jdbc()
                        .sql("DELETE FROM customer.document WHERE customer_id = ?")
                        .param(customerId)
                        .update();
                return true;
            });
        }
        return over.size();
    }

    private static Instant end(Instant closedAt) {
        return ZonedDateTime.ofInstant(closedAt, CustomerDesk.ZONE)
                .plusYears(RETENTION_YEARS)
                .toInstant();
    }
}
