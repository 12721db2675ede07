package io.tongbao.payment.prepaid;

import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Guard.Verdict;
import io.tongbao.staff.Acting;
import io.tongbao.staff.AuditEntry;
import java.util.List;
import java.util.UUID;

/**
 * A card was lost, or staff suspect it: it pays no more, and its money waits for a replacement. Doing it again changes nothing.
 *
 * <p>Errors: PREPAID_NOT_FOUND, PREPAID_NOT_ACTIVATED, PREPAID_EXPIRED, PREPAID_REPLACED.
 */
public final class BlockPrepaid {

    private final PrepaidDesk desk;

    public BlockPrepaid(PrepaidDesk desk) {
        this.desk = desk;
    }

    /** By its holder. */
    public void byHolder(UUID customerId, UUID prepaidId) {
        if (!desk.require(prepaidId).isHeldBy(customerId)) {
            throw new Refused(PrepaidError.PREPAID_NOT_FOUND);
        }
        block(prepaidId);
    }

    /** By staff, who name it by its serial. */
    public void byStaff(String serial, String reason, Acting acting) {
        PrepaidCard card =
                desk.bySerial(Serials.parse(serial)).orElseThrow(() -> new Refused(PrepaidError.PREPAID_NOT_FOUND));
        desk.trail()
                .record(AuditEntry.of(acting, "prepaid.blocked", "prepaid_card", card.publicId())
                        .with("reason", reason));
        block(card.id());
    }

    private void block(UUID id) {
        desk.post(
                id,
                List.of(),
                List.of(PrepaidGuard.moves(
                        id,
                        (card, stamp) -> card.state() == PrepaidState.ACTIVE || card.state() == PrepaidState.BLOCKED
                                ? Verdict.PASS
                                : Verdict.reject(card.state().refusal()),
                        (card, stamp) -> card.with(PrepaidState.BLOCKED, null))));
    }
}
