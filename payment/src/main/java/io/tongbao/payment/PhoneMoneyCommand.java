package io.tongbao.payment;

import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import org.jspecify.annotations.Nullable;

/**
 * The wallet tops a phone number up, or gets money for the points of the own number.
 *
 * @param number to top up; null for the own
 * @param points to give, 1 to 10⁹; 0 for a top-up
 */
public record PhoneMoneyCommand(
        IdempotencyId idempotency,
        PayerProof proof,
        @Nullable Msisdn number,
        Money amount,
        long points) {

    private static final long MOST_POINTS = 1_000_000_000L;

    public PhoneMoneyCommand {
        Fields.payable(amount);
        if (points < 0 || points > MOST_POINTS) {
            throw new Refused(RequestError.INVALID_REQUEST, "points: 1 to 1000000000");
        }
    }
}
