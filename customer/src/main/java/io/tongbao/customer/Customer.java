package io.tongbao.customer;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import java.time.Instant;
import java.util.UUID;

/**
 * A payer as stored now.
 *
 * @param id chosen by whoever registered the customer; public form {@code cus_…}
 * @param name as the customer gave it, 1 to 64 characters
 * @param walletAccountId account in the ledger, of {@code currency}
 */
public record Customer(
        UUID id,
        Msisdn msisdn,
        String name,
        long walletAccountId,
        Currency currency,
        CustomerStatus status,
        Instant createdAt) {

    /** Prefix of public customer ids. */
    public static final String PREFIX = "cus";

    /** The part that never changes. */
    public CustomerFacts facts() {
        return new CustomerFacts(id, msisdn, name, walletAccountId, currency);
    }

    /** Without the name, and with the number masked. */
    @Override
    public String toString() {
        return "Customer[" + id + ", " + msisdn + ", " + status + "]";
    }
}
