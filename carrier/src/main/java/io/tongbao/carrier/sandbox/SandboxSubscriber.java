package io.tongbao.carrier.sandbox;

import io.tongbao.carrier.Subscriber.Plan;
import io.tongbao.carrier.Subscriber.Standing;
import io.tongbao.kernel.Msisdn;
import java.util.List;

/**
 * A subscriber as the sandbox carrier opens it.
 *
 * @param availableMinor prepaid: the balance; postpaid: the credit still open; minor units
 * @param monthlyCapMinor most that may be charged in a calendar month, minor units
 */
public record SandboxSubscriber(
        Msisdn number, Plan plan, Standing standing, long availableMinor, long monthlyCapMinor, long points) {

    /** The subscribers that guides and tests speak of. */
    public static List<SandboxSubscriber> seeded() {
        return List.of(
                of("+8613900000001", Plan.PREPAID, Standing.GOOD, 100_000, 500_000, 10_000),
                of("+8613900000002", Plan.POSTPAID, Standing.GOOD, 500_000, 500_000, 50_000),
                // Almost no balance.
                of("+8613900000003", Plan.PREPAID, Standing.GOOD, 100, 500_000, 0),
                of("+8613900000004", Plan.POSTPAID, Standing.IN_ARREARS, 0, 500_000, 500),
                of("+8613900000005", Plan.POSTPAID, Standing.BARRED, 500_000, 500_000, 500),
                // At its cap: 5 yuan a month.
                of("+8613900000006", Plan.POSTPAID, Standing.GOOD, 500_000, 500, 500),
                of("+8613900000007", Plan.PREPAID, Standing.INACTIVE, 10_000, 500_000, 0),
                of("+8613900000008", Plan.PREPAID, Standing.GOOD, 1_000_000_000, 1_000_000_000, 1_000_000),
                of("+8613900000009", Plan.POSTPAID, Standing.GOOD, 1_000_000_000, 1_000_000_000, 1_000_000),
                of("+8613900000010", Plan.PREPAID, Standing.BARRED, 10_000, 500_000, 0));
    }

    private static SandboxSubscriber of(
            String number, Plan plan, Standing standing, long available, long cap, long points) {
        return new SandboxSubscriber(new Msisdn(number), plan, standing, available, cap, points);
    }
}
