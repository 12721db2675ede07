package io.tongbao.customer;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What hardly ever changes about a customer, and so may be cached on any node. Guards compare what did change after all (the
 * number, the person) with the row inside the ledger's transaction: {@link CustomerError#CUSTOMER_FACTS_CHANGED}.
 *
 * @param limited whether the limits of payment-account classes apply; load tools' customers are without
 * @param personId set when several customers are one person, whose payments count together
 */
public record CustomerFacts(
        UUID id,
        Msisdn msisdn,
        String name,
        long walletAccountId,
        Currency currency,
        boolean limited,
        @Nullable UUID personId) {

    /** Without the name, and with the number masked. */
    @Override
    public String toString() {
        return "CustomerFacts[" + id + ", " + msisdn + "]";
    }
}
