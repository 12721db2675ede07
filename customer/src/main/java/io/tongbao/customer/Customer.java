package io.tongbao.customer;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payer as stored now.
 *
 * @param id chosen by whoever registered the customer; public form {@code cus_…}
 * @param name as the customer wants to be called, 1 to 64 characters; the legal name is sealed in {@code customer.identity}
 * @param walletAccountId account in the ledger, of {@code currency}
 * @param limited whether the limits of payment-account classes apply
 * @param personId set when several customers are one person
 */
public record Customer(
        UUID id,
        Msisdn msisdn,
        String name,
        long walletAccountId,
        Currency currency,
        CustomerStatus status,
        Instant createdAt,
        boolean limited,
        @Nullable UUID personId,
        CustomerKind kind,
        Language language) {

    /** Prefix of public customer ids. */
    public static final String PREFIX = "cus";

    /** The part that hardly ever changes. */
    public CustomerFacts facts() {
        return new CustomerFacts(id, msisdn, name, walletAccountId, currency, limited, personId);
    }

    /** Without the name, and with the number masked. */
    @Override
    public String toString() {
        return "Customer[" + id + ", " + msisdn + ", " + status + "]";
    }
}
