package io.tongbao.payment;

import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Rider;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.LegNews;
import io.tongbao.payment.funding.LegTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the calls of legs that were just written, each on a thread of its partner's own. What is lost here is taken up by {@link ResolveLegs}. */
final class LegRunner {

    private static final Logger log = LoggerFactory.getLogger(LegRunner.class);
    private static final long MICROS_IN_MILLI = 1_000L;
    /** After the partner's time-out: the call has surely ended by then, and its answer been written. */
    private static final long SLACK_MS = 5_000;

    private final PaymentDesk desk;
    private final SettleLeg settle;

    LegRunner(PaymentDesk desk) {
        this.desk = desk;
        this.settle = new SettleLeg(desk);
    }

    /** The row that rides with the posting that reserves the leg's money. */
    static Rider<Leg> written(PaymentDesk desk, Leg leg, long ts) {
        long patience = desk.partners().book().timeoutMs(leg.what().partner()) + SLACK_MS;
        return new Rider<>(LegTable.INSTANCE, leg.written(ts, ts + patience * MICROS_IN_MILLI));
    }

    /** After the posting is durable. Returns at once. */
    void start(Leg leg, @Nullable String bankCode) {
        desk.partners().book().gate().run(leg.what().partner(), () -> {
            try {
                PartnerAnswer answer = desk.partners().calls().give(leg, bankCode);
                settle.execute(leg.id(), new LegNews.Answered(answer));
            } catch (Refused | IllegalStateException e) {
                // In the database it is still an intent, and will be inquired.
                log.warn("leg {} was called and its answer not written: {}", leg.id(), e.toString());
            }
        });
    }
}
