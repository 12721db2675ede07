package io.tongbao.payment;

import io.tongbao.ledger.Decision;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.LegNews;
import io.tongbao.payment.funding.LegStep;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings news of a leg into our books: whatever is learnt from wherever, of answers, inquiries, reversals, callbacks, files, meets here
 * under the lock of the leg's row, and whoever comes second changes nothing.
 */
public final class SettleLeg {

    private static final Logger log = LoggerFactory.getLogger(SettleLeg.class);
    private static final int MOST_TRIES = 32;

    private final PaymentDesk desk;

    public SettleLeg(PaymentDesk desk) {
        this.desk = desk;
    }

    /**
     * Durable when it returns.
     *
     * @return the leg as it stands afterwards; empty when there is no such leg
     * @throws IllegalStateException when it could not be written; the news must be brought again
     */
    public Optional<Leg> execute(UUID legId, LegNews news) {
        LegNews current = news;
        for (int i = 0; i < MOST_TRIES; i++) {
            Optional<Leg> read = desk.partners().legs().byId(legId);
            if (read.isEmpty()) {
                return read;
            }
            Leg leg = read.get();
            Optional<LegStep> step = desk.partners().rules().step(leg, current, now());
            if (step.isEmpty()) {
                return read;
            }
            LegSettlement settlement = new LegSettlement(desk, leg, step.get(), current);
            Decision decision = desk.ledger().post(settlement.posting());
            switch (decision) {
                case Decision.Applied applied -> {
                    desk.signal().raise();
                    desk.waits().changed(leg.what().orderId());
                    return Optional.of(step.get().next());
                }
                case Decision.RefusedByLedger(var stamp, var index, var result) -> {
                    if (step.get().move() != LegStep.Move.COMPLETE) {
                        log.error(
                                "leg {}: the books refuse {}: {}",
                                legId,
                                step.get().move(),
                                result);
                        return read;
                    }
                    current = new LegNews.Unacceptable(
                            LegSettlement.meaning(result).code());
                }
                case Decision.Rejected rejected -> {
                    // The leg moved on meanwhile: what the news means is judged anew.
                }
                case Decision.RefusedByGuard refused -> {}
                case Decision.Replayed replayed -> {}
            }
        }
        throw new IllegalStateException("leg " + legId + " changes too fast");
    }

    private long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, desk.clock().instant());
    }
}
