package io.tongbao.bench.ledger;

import io.tongbao.ledger.Decision;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.Posting;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/** The ledger as it ships: each caller is a virtual thread that posts one transfer and waits until it is durable. */
final class GroupedTransfers implements Measurement {

    static final int CALLERS = 12_000;

    private final int accounts;
    private final int hotPercent;
    private final LedgerOptions options;

    GroupedTransfers(int accounts, int hotPercent, LedgerOptions options) {
        this.accounts = accounts;
        this.hotPercent = hotPercent;
        this.options = options;
    }

    @Override
    public double perSecond(DataSource dataSource, long warmupMs, long measureMs) {
        AtomicBoolean stop = new AtomicBoolean();
        LongAdder done = new LongAdder();
        LongAdder refused = new LongAdder();
        try (LedgerNode ledger = LedgerNode.start(dataSource, options, InstantSource.system());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Runnable> loops = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                TransferWorkload workload = new TransferWorkload(i, accounts, hotPercent);
                loops.add(() -> {
                    while (!stop.get()) {
                        Decision decision = ledger.post(Posting.of(workload.next()));
                        (decision instanceof Decision.Applied ? done : refused).increment();
                    }
                });
            }
            loops.forEach(callers::execute);
            double rate = Rate.measure(done, warmupMs, measureMs);
            stop.set(true);
            if (refused.sum() > 0) {
                throw new IllegalStateException(refused.sum() + " transfers were refused");
            }
            return rate;
        }
    }
}
