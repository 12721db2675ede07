package io.tongbao.bench.ledger;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.ledger.Transfer;
import java.time.InstantSource;
import java.util.SplittableRandom;

/** Random transfers between accounts 1 to n; a share of them credits account 1, the hot one. Not thread-safe. */
final class TransferWorkload {

    private static final int CODE = 100;

    private final SplittableRandom random;
    private final Ids ids;
    private final int accounts;
    private final int hotPercent;

    /**
     * @param hotPercent 0 to 100: how many of a hundred transfers go to the hot account
     */
    TransferWorkload(long seed, int accounts, int hotPercent) {
        this.random = new SplittableRandom(seed);
        this.ids = new Ids(InstantSource.system(), random.split());
        this.accounts = accounts;
        this.hotPercent = hotPercent;
    }

    Transfer next() {
        long credit = random.nextInt(100) < hotPercent ? 1 : 1L + random.nextInt(accounts);
        long debit = 1L + random.nextInt(accounts);
        if (debit == credit) {
            debit = debit % accounts + 1;
        }
        return Transfer.single(
                ids.next(), debit, credit, 1L + random.nextInt(10_000), Currency.CNY.ledger(), CODE, ids.next());
    }
}
