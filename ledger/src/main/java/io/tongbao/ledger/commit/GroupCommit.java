package io.tongbao.ledger.commit;

import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.posting.RequestHash;
import io.tongbao.ledger.store.LaneHead;
import io.tongbao.ledger.store.LaneLeases;
import io.tongbao.ledger.store.QueuedPosting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** The lanes of one node and the way into them. */
public final class GroupCommit implements AutoCloseable {

    private static final UUID NO_TRANSFERS = new UUID(0, 0);
    // Spreads affinities that differ in their low or high bits only (SplitMix64's multiplier).
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final List<Lane> lanes;
    private final List<Thread> threads;
    private final LaneStatistics statistics;

    private GroupCommit(List<Lane> lanes, LaneStatistics statistics) {
        this.lanes = lanes;
        this.statistics = statistics;
        this.threads = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            threads.add(Thread.ofPlatform().name("ledger-lane-" + i).start(lanes.get(i)));
        }
    }

    public static GroupCommit start(DataSource dataSource, LedgerOptions options, InstantSource clock) {
        LaneLeases leases = new LaneLeases(options.nodeName(), options.lease());
        LaneStatistics statistics = new LaneStatistics();
        Set<Integer> held = ConcurrentHashMap.newKeySet();
        List<Lane> lanes = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            for (int i = 0; i < options.lanes(); i++) {
                LaneHead head = leases.claim(connection, held, true);
                held.add(head.lane());
                lanes.add(new Lane(options, new LaneConnection(dataSource), leases, clock, head, held, statistics));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger's lanes could not be claimed: " + e.getMessage(), e);
        }
        return new GroupCommit(lanes, statistics);
    }

    public CompletableFuture<Decision> submit(Posting posting) {
        UUID hash = posting.transfers().isEmpty() ? NO_TRANSFERS : RequestHash.of(posting.transfers());
        Submission submission = new Submission(new QueuedPosting(posting, hash), new CompletableFuture<>());
        int lane = (int) Long.remainderUnsigned((posting.affinity() * SPREAD) >>> 16, lanes.size());
        if (!lanes.get(lane).offer(submission)) {
            statistics.overloaded();
            submission.refuse(RequestError.OVERLOADED);
        }
        return submission.answer();
    }

    public LaneStatistics statistics() {
        return statistics;
    }

    public int queued() {
        return lanes.stream().mapToInt(Lane::queued).sum();
    }

    @Override
    public void close() {
        lanes.forEach(Lane::stop);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
