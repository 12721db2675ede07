package io.tongbao.customer.identity;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.Moments;
import io.tongbao.customer.identity.IdentityCheck.Answer;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.Refused;
import java.time.Instant;
import java.util.UUID;

/**
 * An answer to a check, at once or late. The first answer stands; one to a check that became void changes nothing.
 *
 * <p>Errors: {@link CustomerError#CHECK_NOT_FOUND}.
 */
public final class AnswerCheck {

    private final CustomerDesk desk;
    private final Standings standings;

    public AnswerCheck(CustomerDesk desk) {
        this.desk = desk;
        this.standings = new Standings(desk);
    }

    private record Asked(UUID customerId, Instant askedAt) {}

    /** {@link Answer.Unknown} changes nothing. */
    public void execute(UUID checkId, Answer answer) {
        Asked asked = desk.jdbc()
                .sql("SELECT customer_id, asked_at FROM customer.identity_check WHERE id = ?")
                .param(checkId)
                .query((row, n) -> new Asked(row.getObject(1, UUID.class), Moments.read(row, "asked_at")))
                .optional()
                .orElseThrow(() -> new Refused(CustomerError.CHECK_NOT_FOUND));
        switch (answer) {
            case Answer.Unknown unknown -> {}
            case Answer.Match match ->
                desk.inTransaction(() -> {
                    standings.lockPerson(asked.customerId());
                    if (settle(checkId, 2, null)) {
                        standings.apply(asked.customerId(), asked.askedAt());
                    }
                    return true;
                });
            case Answer.Mismatch(String reason) ->
                desk.inTransaction(() -> {
                    standings.lockPerson(asked.customerId());
                    if (settle(checkId, 3, reason)) {
                        desk.notices().record(asked.customerId(), NoticeKind.IDENTITY_REFUSED);
                    }
                    return true;
                });
        }
    }

    private boolean settle(UUID checkId, int state, @org.jspecify.annotations.Nullable String reason) {
        return desk.jdbc()
                        .sql(
                                "UPDATE customer.identity_check"
                                        + " SET state = ?, answered_at = ?, retry_at = NULL, reason = ? WHERE id = ? AND state = 1")
                        .param(state)
                        .param(Moments.at(desk.now()))
                        .param(reason)
                        .param(checkId)
                        .update()
                == 1;
    }
}
