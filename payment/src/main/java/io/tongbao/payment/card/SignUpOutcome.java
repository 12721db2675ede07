package io.tongbao.payment.card;

import io.tongbao.bank.SignUpAnswer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes what a bank said to a sign-up durable. Answers that come twice, or after the binding ended, change nothing. */
final class SignUpOutcome {

    /** How soon the bank is asked whether the customer went there. */
    private static final Duration POLL = Duration.ofMinutes(5);

    private final CardDesk desk;
    private final CardTable table;

    SignUpOutcome(CardDesk desk) {
        this.desk = desk;
        this.table = desk.table();
    }

    /**
     * What a recorded answer came to.
     *
     * @param refused what the customer is told; null when the binding goes on
     */
    private record Recorded(BoundCard card, @Nullable ErrorCode refused) {}

    BoundCard record(UUID cardId, SignUpAnswer answer) {
        Recorded recorded = desk.customers().inTransaction(() -> recordLocked(cardId, answer));
        ErrorCode refused = recorded.refused();
        if (refused != null) {
            throw new Refused(refused);
        }
        return recorded.card();
    }

    private Recorded recordLocked(UUID cardId, SignUpAnswer answer) {
        // Customer first, card second: as everywhere else.
        UUID customer = table.find(cardId)
                .orElseThrow(() -> new Refused(CardError.CARD_NOT_FOUND))
                .view()
                .customerId();
        desk.customers().lock(customer);
        CardRow row = table.lock(cardId);
        if (!row.view().state().isWaiting()) {
            return new Recorded(row.view(), null);
        }
        ErrorCode refused =
                switch (answer) {
                    case SignUpAnswer.Signed signed -> sign(row, signed);
                    case SignUpAnswer.CodeSent(String hint) -> wait(row, CardState.CODE_SENT, hint);
                    case SignUpAnswer.ContinueAt(String where) -> wait(row, CardState.CONTINUES_AT_BANK, where);
                    case SignUpAnswer.Failed(PartnerAnswer why) -> failed(row, why);
                };
        return new Recorded(table.lock(cardId).view(), refused);
    }

    private @Nullable ErrorCode sign(CardRow row, SignUpAnswer.Signed signed) {
        CustomerDesk customers = desk.customers();
        UUID id = row.view().id();
        UUID customer = row.view().customerId();
        byte[] token = table.seal(id, "token", signed.agreement().token().getBytes(StandardCharsets.UTF_8));
        if (table.holders(table.number(row), customer) >= desk.policy().mostHolders()) {
            // Somebody else was quicker. The bank's agreement must not stay: the job ends it.
            update("""
                        UPDATE payment.card SET state = 5, sealed_token = ?, sealed_holder = NULL, failure = ?, hint = NULL,
                            look_at = ?, looks = 0, ended_at = ? WHERE id = ?\
                        """, token, CardError.CARD_BOUND_ELSEWHERE.code(), table.now(), table.now(), id);
            return CardError.CARD_BOUND_ELSEWHERE;
        }
        update("""
                UPDATE payment.card SET state = 4, kind = ?, sealed_token = ?, sealed_holder = NULL, hint = NULL,
                    failure = NULL, look_at = NULL, looks = 0, bound_at = ?,
                    position = (SELECT count(*) + 1 FROM payment.card WHERE customer_id = ? AND state = 4)
                WHERE id = ?\
                """, CardKind.of(signed.type()).number(), token, table.now(), customer, id);
        customers.notices().record(customer, NoticeKind.CARD_BOUND, row.view().masked());
        return null;
    }

    private @Nullable ErrorCode wait(CardRow row, CardState state, String hint) {
        update(
                "UPDATE payment.card SET state = ?, hint = ?, look_at = ? WHERE id = ?",
                state.number(),
                hint.length() > 500 ? hint.substring(0, 500) : hint,
                CardTable.sql(desk.customers()
                        .now()
                        .plus(state == CardState.CODE_SENT ? desk.policy().signUpLasts() : POLL)),
                row.view().id());
        return null;
    }

    private ErrorCode failed(CardRow row, PartnerAnswer why) {
        return switch (why) {
            case PartnerAnswer.Done done -> throw new IllegalStateException("a bank that agrees gives a token");
            case PartnerAnswer.Pending pending -> RequestError.OUTCOME_UNKNOWN;
            case PartnerAnswer.Unknown unknown -> RequestError.OUTCOME_UNKNOWN;
            // Nothing left this process; while a code waits to be typed it may be typed again later.
            case PartnerAnswer.NotSent notSent -> {
                if (row.view().state() == CardState.ASKED) {
                    refuse(row, PartnerError.of(notSent));
                }
                yield PartnerError.of(notSent);
            }
            case PartnerAnswer.Declined declined -> {
                boolean again = declined.reason() == DeclineReason.WRONG_CODE
                        && row.view().state() == CardState.CODE_SENT
                        && row.codeTries() < desk.policy().codeTries();
                if (!again) {
                    refuse(row, PartnerError.of(declined));
                }
                yield PartnerError.of(declined);
            }
        };
    }

    /** Ends a binding that came to nothing; number and holder are wiped. */
    void refuse(CardRow row, ErrorCode why) {
        update("""
                    UPDATE payment.card SET state = 7, failure = ?, sealed_holder = NULL, sealed_number = NULL, hint = NULL,
                        look_at = NULL, ended_at = ? WHERE id = ?\
                    """, why.code(), table.now(), row.view().id());
    }

    private void update(String sql, Object... values) {
        desk.customers().jdbc().sql(sql).params(values).update();
    }
}
