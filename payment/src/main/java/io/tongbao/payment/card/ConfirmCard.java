package io.tongbao.payment.card;

import io.tongbao.bank.SignUpAnswer;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The customer types the bank's code, or comes back from the bank's page. Once the card is active a repeat gets the card.
 *
 * <p>Errors: CARD_NOT_FOUND, CARD_NOT_WAITING, CARD_TRIES_USED_UP, CARD_BOUND_ELSEWHERE; those of {@link
 * io.tongbao.partner.PartnerError}, SOURCE_CODE_WRONG among them; OUTCOME_UNKNOWN when the bank did not answer.
 */
public final class ConfirmCard {

    private static final Pattern CODE = Pattern.compile("[!-~]{0,64}");

    private final CardDesk desk;
    private final SignUpOutcome outcome;

    public ConfirmCard(CardDesk desk) {
        this.desk = desk;
        this.outcome = new SignUpOutcome(desk);
    }

    /** @param code the bank's code; for the other ways of signing up what the bank's page gave back, or empty */
    public BoundCard execute(UUID customerId, UUID cardId, String code) {
        if (!CODE.matcher(code).matches()) {
            throw new Refused(RequestError.INVALID_REQUEST, "code: at most 64 visible ASCII characters");
        }
        CardRow row = desk.customers().atomically(() -> count(customerId, cardId));
        return switch (row.view().state()) {
            case ACTIVE -> row.view();
            case ASKED, ENDING, ENDED, REFUSED -> throw new Refused(CardError.CARD_NOT_WAITING);
            case CODE_SENT, CONTINUES_AT_BANK -> ask(row, code);
        };
    }

    /** Counts the try before the bank sees it, so that tries at the same time do not slip through. */
    private CardRow count(UUID customerId, UUID cardId) {
        desk.table().require(customerId, cardId);
        CardRow row = desk.table().lock(cardId);
        if (row.view().state() == CardState.CODE_SENT) {
            if (row.codeTries() >= desk.policy().codeTries()) {
                throw new Refused(CardError.CARD_TRIES_USED_UP);
            }
            desk.customers()
                    .jdbc()
                    .sql("UPDATE payment.card SET code_tries = code_tries + 1 WHERE id = ?")
                    .param(cardId)
                    .update();
        }
        return row;
    }

    private BoundCard ask(CardRow row, String code) {
        SignUpAnswer answer = desk.bank(row.view()).confirmSignUp(desk.signUp(row), code);
        return outcome.record(row.view().id(), answer);
    }
}
