package io.tongbao.payment;

import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Customers;
import io.tongbao.kernel.Ids;
import io.tongbao.ledger.Ledger;
import io.tongbao.outbox.EventSignal;
import javax.sql.DataSource;

/**
 * What the use cases of payments share. One per process.
 *
 * @param signal raised after each posting that wrote events
 */
public record PaymentDesk(
        Ledger ledger,
        DataSource dataSource,
        Ids ids,
        Customers customers,
        CustomerGuards guards,
        EventSignal signal,
        PolicyPack policy) {}
