package io.tongbao.payment;

import io.tongbao.partner.LateAnswers;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.LegNews;
import io.tongbao.payment.funding.Legs;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where partners' own messages arrive: callbacks, rows of result files, answers after their time. Judged under the leg's lock like everything else. */
public final class LateAnswerDesk implements LateAnswers {

    private static final Logger log = LoggerFactory.getLogger(LateAnswerDesk.class);

    private final Legs legs;
    private final SettleLeg settle;
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong strangers = new AtomicLong();

    public LateAnswerDesk(PaymentDesk desk) {
        this.legs = desk.partners().legs();
        this.settle = new SettleLeg(desk);
    }

    @Override
    public void arrived(PartnerId partner, UUID instructionId, PartnerAnswer answer) {
        arrived.incrementAndGet();
        Optional<Leg> leg = legs.byId(instructionId);
        // A partner speaks of its own instructions only.
        if (leg.isEmpty() || !leg.get().what().partner().equals(partner)) {
            strangers.incrementAndGet();
            log.warn("partner {} answers an instruction {} that it was never given", partner, instructionId);
            return;
        }
        settle.execute(instructionId, new LegNews.Answered(answer));
    }

    public long count() {
        return arrived.get();
    }

    /** Answers to instructions that the partner was never given. */
    public long strangers() {
        return strangers.get();
    }
}
