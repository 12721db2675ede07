package io.tongbao.payment.card;

import io.tongbao.bank.BankCapability;
import io.tongbao.partner.PartnerAnswer;
import java.util.UUID;

/**
 * Freezes the agreements of a customer's cards at their banks, or thaws them. A frozen customer's cards pay nothing here in any
 * case; this is for banks that want to know. Doing it again changes nothing.
 */
public final class FreezeCards {

    private final CardDesk desk;

    public FreezeCards(CardDesk desk) {
        this.desk = desk;
    }

    /** How many banks could not be told; call again until it is 0. */
    public int execute(UUID customerId, boolean frozen) {
        int missing = 0;
        for (CardRow row : desk.table().of(customerId)) {
            if (row.view().state() == CardState.ACTIVE
                    && desk.bank(row.view()).profile().can(BankCapability.FREEZE)) {
                PartnerAnswer answer = desk.bank(row.view()).freeze(desk.agreement(row), frozen);
                missing += answer instanceof PartnerAnswer.Done ? 0 : 1;
            }
        }
        return missing;
    }
}
