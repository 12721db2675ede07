package io.tongbao.payment.prepaid;

import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Guard.Verdict;
import io.tongbao.ledger.Transfer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends cards whose validity is over. Of a {@code KEEP} product the money stays on the card's account until a replacement; of a {@code
 * BREAKAGE} product it becomes income in the same posting. A job; harmless twice and on many nodes.
 */
public final class ExpirePrepaid {

    private static final Logger LOG = LoggerFactory.getLogger(ExpirePrepaid.class);

    private final PrepaidDesk desk;

    public ExpirePrepaid(PrepaidDesk desk) {
        this.desk = desk;
    }

    /** Looks after at most {@code limit} cards; how many expired. */
    public int run(int limit) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, desk.clock().instant());
        List<PrepaidCard> due = desk.jdbc()
                .sql("SELECT " + PrepaidTable.COLUMNS
                        + " FROM payment.prepaid_card WHERE state IN (2, 3) AND expires_ts <= ? ORDER BY"
                        + " expires_ts LIMIT ?")
                .params(now, limit)
                .query((row, n) -> PrepaidTable.read(row))
                .list();
        int done = 0;
        for (PrepaidCard card : due) {
            done += expire(card) ? 1 : 0;
        }
        return done;
    }

    private boolean expire(PrepaidCard card) {
        PrepaidProduct product = desk.requireProduct(card.productId());
        long left = desk.balance(card);
        List<Transfer> transfers = product.expiry() == PrepaidProduct.Expiry.BREAKAGE && left > 0
                ? List.of(PrepaidMoves.BREAKAGE.transfer(
                        desk.ids().next(),
                        card,
                        card.accountId(),
                        desk.account(card.currency(), PrepaidDesk.Purpose.BREAKAGE),
                        left))
                : List.of();
        try {
            desk.post(
                    card.id(),
                    transfers,
                    List.of(PrepaidGuard.moves(
                            card.id(),
                            (now, stamp) -> now.state() == card.state() && stamp.ts() >= now.expiresTs()
                                    ? Verdict.PASS
                                    : Verdict.reject(PrepaidError.PREPAID_BUSY),
                            (now, stamp) -> now.with(PrepaidState.EXPIRED, null))));
            return true;
        } catch (Refused refused) {
            if (refused.code() != PrepaidError.PREPAID_BUSY) {
                throw refused;
            }
            LOG.debug("card {} changed while it expired", card.id());
            return false;
        }
    }
}
