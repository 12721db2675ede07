package io.tongbao.payment.card;

import io.tongbao.bank.BankInstrument;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.kernel.Refused;
import io.tongbao.payment.funding.CardAccess;
import io.tongbao.payment.funding.FundingCard;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads of cards: the customer's list, and what payments need. */
public final class CardBook implements CardAccess {

    private final CardDesk desk;

    public CardBook(CardDesk desk) {
        this.desk = desk;
    }

    /** Active cards in order, then those that wait for something. */
    public List<BoundCard> list(UUID customerId) {
        return desk.table().of(customerId).stream().map(CardRow::view).toList();
    }

    /** @throws Refused CARD_NOT_FOUND */
    public BoundCard get(UUID customerId, UUID cardId) {
        return desk.table().require(customerId, cardId).view();
    }

    /** The card that pays unless the customer says otherwise. */
    public Optional<BoundCard> defaultCard(UUID customerId) {
        return list(customerId).stream().filter(BoundCard::isDefault).findFirst();
    }

    /** @throws Refused CARD_NOT_FOUND, CARD_NOT_ACTIVE, CARD_EXPIRED, CUSTOMER_FROZEN and other states of the customer */
    @Override
    public FundingCard card(UUID customerId, UUID cardId) {
        BoundCard card = get(customerId, cardId);
        if (card.state() != CardState.ACTIVE) {
            throw new Refused(CardError.CARD_NOT_ACTIVE);
        }
        LocalDate end = card.expiresOn();
        if (end != null && end.isBefore(desk.customers().today())) {
            throw new Refused(CardError.CARD_EXPIRED);
        }
        CustomerStatus status = desk.customers().living(customerId).status();
        if (status != CustomerStatus.ACTIVE) {
            throw new Refused(
                    status == CustomerStatus.DORMANT ? CustomerError.CUSTOMER_DORMANT : CustomerError.CUSTOMER_FROZEN);
        }
        return new FundingCard(card.id(), List.of(card.bank()), card.masked(), card.kind() == CardKind.CREDIT);
    }

    /** @throws Refused CARD_NOT_FOUND; CARD_NOT_ACTIVE when its token is wiped */
    @Override
    public BankInstrument instrument(UUID customerId, UUID cardId) {
        return desk.agreement(desk.table().require(customerId, cardId));
    }
}
