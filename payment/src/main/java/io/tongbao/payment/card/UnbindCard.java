package io.tongbao.payment.card;

import io.tongbao.bank.BankInstrument;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.PartnerAnswer;
import java.time.Duration;
import java.util.UUID;

/**
 * A customer unbinds a card: it cannot be used from then on, and the agreement is ended at the bank. A bank that does not answer is
 * asked again until it acknowledges. Unbinding what is unbound changes nothing.
 *
 * <p>Errors: CARD_NOT_FOUND.
 */
public final class UnbindCard {

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 9;

    private final CardDesk desk;
    private final CardTable table;
    private final SignUpOutcome outcome;

    public UnbindCard(CardDesk desk) {
        this.desk = desk;
        this.table = desk.table();
        this.outcome = new SignUpOutcome(desk);
    }

    public BoundCard execute(UUID customerId, UUID cardId) {
        CustomerDesk customers = desk.customers();
        table.require(customerId, cardId);
        CardState state = customers.inTransaction(() -> end(customerId, cardId));
        if (state == CardState.ENDING) {
            tellBank(cardId);
        }
        return table.require(customerId, cardId).view();
    }

    /** Unbinds all of a customer's, when the account ends. */
    public void all(UUID customerId) {
        for (CardRow row : table.of(customerId)) {
            execute(customerId, row.view().id());
        }
    }

    private CardState end(UUID customerId, UUID cardId) {
        desk.customers().lock(customerId);
        CardRow row = table.lock(cardId);
        CardState state = row.view().state();
        if (state.isWaiting()) {
            outcome.refuse(row, CardError.CARD_NOT_WAITING);
            return CardState.REFUSED;
        }
        if (state != CardState.ACTIVE) {
            return state;
        }
        desk.customers()
                .jdbc()
                .sql("""
                    UPDATE payment.card SET state = 5, position = 0, ended_at = ?, look_at = ?, looks = 0
                    WHERE id = ?\
                    """)
                .params(table.now(), CardTable.sql(desk.customers().now().plus(FIRST_PAUSE)), cardId)
                .update();
        new ArrangeCards(desk).close(customerId);
        desk.customers()
                .notices()
                .record(customerId, NoticeKind.CARD_REMOVED, row.view().masked());
        return CardState.ENDING;
    }

    /** Asks the bank to end the agreement of a card that is ending. */
    void tellBank(UUID cardId) {
        CardRow row = table.find(cardId).orElseThrow(() -> new Refused(CardError.CARD_NOT_FOUND));
        if (row.view().state() != CardState.ENDING) {
            return;
        }
        BankInstrument.Agreement agreement = desk.agreement(row);
        PartnerAnswer answer = desk.bank(row.view()).endAgreement(agreement);
        boolean over =
                switch (answer) {
                    case PartnerAnswer.Done done -> true;
                    case PartnerAnswer.Declined(DeclineReason reason, String code) ->
                        reason == DeclineReason.NO_AGREEMENT || reason == DeclineReason.NO_SUCH_ACCOUNT;
                    case PartnerAnswer.NotSent notSent -> false;
                    case PartnerAnswer.Pending pending -> false;
                    case PartnerAnswer.Unknown unknown -> false;
                };
        if (over) {
            desk.customers()
                    .jdbc()
                    .sql("""
                        UPDATE payment.card SET state = 6, sealed_number = NULL, look_at = ?
                        WHERE id = ? AND state = 5\
                        """)
                    .params(
                            CardTable.sql(
                                    desk.customers().now().plus(desk.policy().tokenKept())),
                            cardId)
                    .update();
        } else {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(row.looks(), MOST_DOUBLINGS));
            desk.customers()
                    .jdbc()
                    .sql("""
                        UPDATE payment.card SET looks = looks + 1, look_at = ?, failure = ?
                        WHERE id = ? AND state = 5\
                        """)
                    .params(
                            CardTable.sql(desk.customers().now().plus(pause)),
                            RequestError.OUTCOME_UNKNOWN.code(),
                            cardId)
                    .update();
        }
    }
}
