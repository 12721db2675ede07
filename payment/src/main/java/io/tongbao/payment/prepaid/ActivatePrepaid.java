package io.tongbao.payment.prepaid;

import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.Guard.Verdict;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferIds;
import io.tongbao.staff.Acting;
import io.tongbao.staff.AuditEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Cards of a printed batch, all or a range of serials, were sold: each gets its face value from the account of what sellers owe, and
 * its validity begins. What is active already stays as it is, so a repeat does the rest and nothing twice.
 *
 * <p>Errors: PREPAID_BATCH_NOT_FOUND, PREPAID_BATCH_NOT_PRINTED, PREPAID_NOT_FOUND for a serial that cannot be one.
 */
public final class ActivatePrepaid {

    private static final int AT_ONCE = 50;
    private static final long MICROS_A_DAY = 86_400_000_000L;

    private final PrepaidDesk desk;

    public ActivatePrepaid(PrepaidDesk desk) {
        this.desk = desk;
    }

    /**
     * @param firstSerial inclusive; empty for the batch's first
     * @param lastSerial inclusive; empty for the batch's last
     * @return how many were activated now
     */
    public int execute(UUID batchId, String firstSerial, String lastSerial, Acting acting) {
        boolean printed = desk.jdbc()
                .sql("SELECT printed_at IS NOT NULL FROM payment.prepaid_batch WHERE id = ?")
                .param(batchId)
                .query(Boolean.class)
                .optional()
                .orElseThrow(() -> new Refused(PrepaidError.PREPAID_BATCH_NOT_FOUND));
        if (!printed) {
            throw new Refused(PrepaidError.PREPAID_BATCH_NOT_PRINTED);
        }
        String first = firstSerial.isEmpty() ? "0" : Serials.parse(firstSerial);
        String last = lastSerial.isEmpty() ? "9".repeat(12) : Serials.parse(lastSerial);
        desk.trail()
                .record(AuditEntry.of(
                                acting,
                                "prepaid.activated",
                                "prepaid_batch",
                                PublicId.format(PrepaidBatch.PREFIX, batchId))
                        .with("first", first)
                        .with("last", last));
        int done = 0;
        for (List<PrepaidCard> some = waiting(batchId, first, last);
                !some.isEmpty();
                some = waiting(batchId, first, last)) {
            done += activate(some);
        }
        return done;
    }

    private List<PrepaidCard> waiting(UUID batchId, String first, String last) {
        return desk.jdbc()
                .sql("SELECT " + PrepaidTable.COLUMNS + " " + """
                    FROM payment.prepaid_card WHERE batch_id = ? AND state = 1 AND serial BETWEEN ? AND ?
                    ORDER BY serial LIMIT ?\
                    """)
                .params(batchId, first, last, AT_ONCE)
                .query((row, n) -> PrepaidTable.read(row))
                .list();
    }

    private int activate(List<PrepaidCard> cards) {
        PrepaidProduct product = desk.requireProduct(cards.getFirst().productId());
        long sold = desk.account(product.currency(), PrepaidDesk.Purpose.SOLD);
        List<Transfer> transfers = new ArrayList<>();
        List<Guard<?, ?>> guards = new ArrayList<>();
        for (PrepaidCard card : cards) {
            transfers.add(PrepaidMoves.ACTIVATE.transfer(
                    TransferIds.of(card.id(), 1), card, sold, card.accountId(), card.faceMinor()));
            guards.add(PrepaidGuard.moves(
                    card.id(),
                    (now, stamp) -> now.state() == PrepaidState.PRINTED
                            ? Verdict.PASS
                            : Verdict.reject(PrepaidError.PREPAID_BUSY),
                    (now, stamp) -> now.activated(null, stamp.ts(), expires(product, stamp))));
        }
        try {
            desk.post(cards.getFirst().id(), transfers, guards);
            return cards.size();
        } catch (Refused refused) {
            if (refused.code() == PrepaidError.PREPAID_BUSY) {
                // Somebody else activates the same range; whoever is left is looked for again.
                return 0;
            }
            throw refused;
        }
    }

    static long expires(PrepaidProduct product, BatchStamp stamp) {
        return stamp.ts() + product.validityDays() * MICROS_A_DAY;
    }
}
