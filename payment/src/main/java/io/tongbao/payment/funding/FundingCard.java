package io.tongbao.payment.funding;

import io.tongbao.partner.PartnerId;
import java.util.List;
import java.util.UUID;

/**
 * A bound card as payments see it.
 *
 * @param banks that can debit and credit it, at least one; of several, staff's weights choose
 * @param masked as payers may see it: {@code 6222 **** **** 1234}
 * @param credit a credit card: it can be repaid, not withdrawn to
 */
public record FundingCard(UUID cardId, List<PartnerId> banks, String masked, boolean credit) {

    public FundingCard {
        banks = List.copyOf(banks);
        if (banks.isEmpty()) {
            throw new IllegalArgumentException("a card without a bank");
        }
    }
}
