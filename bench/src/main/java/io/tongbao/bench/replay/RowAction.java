package io.tongbao.bench.replay;

import java.util.Optional;

/** What a row of the log does. The payer's side is always a customer. */
enum RowAction {
    /** The payee, an agent, hands the payer money for cash: it moves from payee to payer. */
    CASH_IN(PartyRole.AGENT),
    /** The payer gets cash from an agent. */
    CASH_OUT(PartyRole.AGENT),
    /** From one customer to another. */
    TRANSFER(PartyRole.CUSTOMER),
    /** To a service provider. */
    PAYMENT(PartyRole.PROVIDER),
    /** To the payer's account at a bank. */
    DEBIT(PartyRole.BANK);

    private final PartyRole payee;

    RowAction(PartyRole payee) {
        this.payee = payee;
    }

    /** What {@code nameDest} names. */
    PartyRole payee() {
        return payee;
    }

    static Optional<RowAction> of(String word) {
        for (RowAction action : values()) {
            if (action.name().equalsIgnoreCase(word)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
