package io.tongbao.customer;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import java.util.UUID;

/** What never changes about a customer, and so may be cached on any node. */
public record CustomerFacts(UUID id, Msisdn msisdn, String name, long walletAccountId, Currency currency) {

    /** Without the name, and with the number masked. */
    @Override
    public String toString() {
        return "CustomerFacts[" + id + ", " + msisdn + "]";
    }
}
