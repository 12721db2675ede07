package io.tongbao.payment.prepaid;

import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Guard.Verdict;
import io.tongbao.ledger.Transfer;
import io.tongbao.staff.Acting;
import io.tongbao.staff.AuditEntry;
import java.util.List;
import java.util.UUID;

/**
 * Staff hand out a fresh card from stock for a blocked, expired or worn one: what is left moves to the new card in one posting, the
 * holder stays, a new validity begins, and the old one is dead for ever. A repeat changes nothing.
 *
 * <p>Errors: PREPAID_NOT_FOUND, PREPAID_NOT_ACTIVATED, PREPAID_REPLACED, PREPAID_REPLACEMENT_INVALID, PREPAID_EMPTY, PREPAID_BUSY.
 */
public final class ReplacePrepaid {

    private final PrepaidDesk desk;

    public ReplacePrepaid(PrepaidDesk desk) {
        this.desk = desk;
    }

    /** @return the new card's id */
    public UUID execute(String oldSerial, String newSerial, Acting acting) {
        PrepaidCard old = bySerial(oldSerial);
        PrepaidCard fresh = bySerial(newSerial);
        if (fresh.id().equals(old.replacedBy())) {
            return fresh.id();
        }
        if (old.state() == PrepaidState.PRINTED || old.state() == PrepaidState.REPLACED) {
            throw new Refused(old.state().refusal());
        }
        if (fresh.state() != PrepaidState.PRINTED || !fresh.productId().equals(old.productId())) {
            throw new Refused(PrepaidError.PREPAID_REPLACEMENT_INVALID);
        }
        long left = desk.balance(old);
        if (left == 0) {
            throw new Refused(PrepaidError.PREPAID_EMPTY);
        }
        PrepaidProduct product = desk.requireProduct(old.productId());
        desk.trail()
                .record(AuditEntry.of(acting, "prepaid.replaced", "prepaid_card", old.publicId())
                        .with("by", fresh.publicId())
                        .with("amount_minor", Long.toString(left)));
        Transfer move = PrepaidMoves.REPLACE.transfer(desk.ids().next(), old, old.accountId(), fresh.accountId(), left);
        UUID holder = old.holderId();
        desk.post(
                old.id(),
                List.of(move),
                List.of(
                        PrepaidGuard.moves(
                                old.id(),
                                (card, stamp) -> card.state() == old.state()
                                        ? Verdict.PASS
                                        : Verdict.reject(PrepaidError.PREPAID_BUSY),
                                (card, stamp) -> card.with(PrepaidState.REPLACED, fresh.id())),
                        PrepaidGuard.moves(
                                fresh.id(),
                                (card, stamp) -> card.state() == PrepaidState.PRINTED
                                        ? Verdict.PASS
                                        : Verdict.reject(PrepaidError.PREPAID_REPLACEMENT_INVALID),
                                (card, stamp) ->
                                        card.activated(holder, stamp.ts(), ActivatePrepaid.expires(product, stamp)))));
        // A refund may have come between reading and posting.
        forward(desk.require(old.id()));
        return fresh.id();
    }

    /** Refunds that reach a card after it was replaced follow its money; a job. How many did. */
    public int forwardLateRefunds(int limit) {
        return desk
                .jdbc()
                .sql("SELECT " + PrepaidTable.COLUMNS
                        + " FROM payment.prepaid_card WHERE state = 5 ORDER BY activated_ts DESC LIMIT ?")
                .param(limit)
                .query((row, n) -> PrepaidTable.read(row))
                .list()
                .stream()
                .mapToInt(card -> forward(card) ? 1 : 0)
                .sum();
    }

    private boolean forward(PrepaidCard card) {
        long late = desk.balance(card);
        UUID successor = card.replacedBy();
        if (late == 0 || successor == null) {
            return false;
        }
        long target = desk.require(successor).accountId();
        desk.post(
                card.id(),
                List.of(PrepaidMoves.REPLACE.transfer(desk.ids().next(), card, card.accountId(), target, late)),
                List.of());
        return true;
    }

    private PrepaidCard bySerial(String serial) {
        return desk.bySerial(Serials.parse(serial)).orElseThrow(() -> new Refused(PrepaidError.PREPAID_NOT_FOUND));
    }
}
