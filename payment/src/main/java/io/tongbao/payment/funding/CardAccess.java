package io.tongbao.payment.funding;

import io.tongbao.bank.BankInstrument;
import io.tongbao.kernel.Refused;
import java.util.UUID;

/** The bound cards of customers, as payments need them. */
public interface CardAccess {

    /** @throws Refused when the customer has no such card, or it cannot be used now */
    FundingCard card(UUID customerId, UUID cardId);

    /**
     * What the bank is told to work on. Asked before each call, also for cards unbound meanwhile: a call under way must be brought to its end.
     *
     * @throws Refused when it is gone for good
     */
    BankInstrument instrument(UUID customerId, UUID cardId);
}
