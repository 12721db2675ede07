package io.tongbao.payment.card;

import io.tongbao.bank.SignUpAnswer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.Refused;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerError;
import io.tongbao.partner.PartnerId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done about cards without anybody asking: bindings that go on at the bank are asked about, those that wait too long
 * are given up, ended agreements are told to the bank, wiped in the end, and cards that expire are told once. Safe with many nodes:
 * all of it is harmless twice.
 */
public final class CardJobs {

    private static final Logger LOG = LoggerFactory.getLogger(CardJobs.class);
    private static final Duration POLL = Duration.ofMinutes(5);

    private final CardDesk desk;
    private final CardTable table;
    private final UnbindCard unbind;
    private final SignUpOutcome outcome;

    public CardJobs(CardDesk desk) {
        this.desk = desk;
        this.table = desk.table();
        this.unbind = new UnbindCard(desk);
        this.outcome = new SignUpOutcome(desk);
    }

    /**
     * A bank reports that a customer signed up, or not: the bank is asked, so that nobody need believe the message. As {@code
     * io.tongbao.partner.LateAnswers}; ids that are no card's are left to others.
     */
    public void arrived(PartnerId partner, UUID instructionId, PartnerAnswer answer) {
        table.find(instructionId)
                .filter(row ->
                        row.view().bank().equals(partner) && row.view().state().isWaiting())
                .ifPresent(this::poll);
    }

    /** Looks after at most {@code limit} cards; how many there were. */
    public int look(int limit) {
        List<UUID> due = table.due(limit);
        for (UUID id : due) {
            try {
                table.find(id).ifPresent(this::look);
            } catch (Refused e) {
                // One bank's trouble must not keep the other cards waiting; the card is due again later.
                LOG.info("card {} waits: {}", id, e.code().code());
                postpone(id);
            }
        }
        return due.size();
    }

    private void look(CardRow row) {
        switch (row.view().state()) {
            case ASKED, CODE_SENT -> giveUp(row);
            case CONTINUES_AT_BANK -> {
                if (row.createdAt()
                        .plus(desk.policy().signUpLasts())
                        .isAfter(desk.customers().now())) {
                    poll(row);
                } else {
                    giveUp(row);
                }
            }
            case ENDING -> unbind.tellBank(row.view().id());
            case ENDED -> wipe(row);
            case ACTIVE, REFUSED -> clear(row);
        }
    }

    private void poll(CardRow row) {
        postpone(row.view().id());
        SignUpAnswer answer = row.view().state() == CardState.ASKED
                ? desk.bank(row.view()).signUp(desk.signUp(row))
                : desk.bank(row.view()).confirmSignUp(desk.signUp(row), "");
        if (answer instanceof SignUpAnswer.Failed(PartnerAnswer why) && !(why instanceof PartnerAnswer.Declined)) {
            return;
        }
        outcome.record(row.view().id(), answer);
    }

    private void giveUp(CardRow row) {
        desk.customers().atomically(() -> {
            CardRow now = table.lock(row.view().id());
            if (now.view().state().isWaiting()) {
                outcome.refuse(now, PartnerError.SOURCE_CODE_WRONG);
            }
            return true;
        });
    }

    private void wipe(CardRow row) {
        update(
                "UPDATE payment.card SET sealed_token = NULL, look_at = NULL WHERE id = ? AND state = 6",
                row.view().id());
    }

    private void clear(CardRow row) {
        update("UPDATE payment.card SET look_at = NULL WHERE id = ?", row.view().id());
    }

    private void postpone(UUID id) {
        update(
                "UPDATE payment.card SET look_at = ? WHERE id = ?",
                CardTable.sql(desk.customers().now().plus(POLL)),
                id);
    }

    private void update(String sql, Object... values) {
        desk.customers().jdbc().sql(sql).params(values).update();
    }

    /** Tells the holders of cards that end soon, each card once; how many. */
    public int warnOfExpiry(int limit) {
        CustomerDesk customers = desk.customers();
        LocalDate until = customers.today().plusDays(desk.policy().warnBefore().toDays());
        return customers.inTransaction(() -> {
            List<UUID> cards = customers
                    .jdbc()
                    .sql("""
                        SELECT id FROM payment.card WHERE state = 4 AND warned_at IS NULL AND expires_on <= ?
                        ORDER BY expires_on LIMIT ? FOR UPDATE SKIP LOCKED\
                        """)
                    .params(until, limit)
                    .query((row, n) -> row.getObject(1, UUID.class))
                    .list();
            for (UUID id : cards) {
                Optional<CardRow> row = table.find(id);
                row.ifPresent(card -> customers
                        .notices()
                        .record(
                                card.view().customerId(),
                                NoticeKind.CARD_EXPIRING,
                                card.view().masked()));
                update("UPDATE payment.card SET warned_at = ? WHERE id = ?", table.now(), id);
            }
            return cards.size();
        });
    }
}
