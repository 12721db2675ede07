package io.tongbao.ledger;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.commit.GroupCommit;
import io.tongbao.ledger.commit.LaneStatistics;
import io.tongbao.ledger.store.LedgerQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;

/** This process's part of the ledger: lanes of its own for writing, any connection for reading. */
public final class LedgerNode implements Ledger, AutoCloseable {

    /** Ordinal of the EXPIRE transfer that the ledger makes for a pending one: no owner's ordinal goes that far. */
    private static final int EXPIRY_ORDINAL = Integer.MAX_VALUE;

    /** How far a batch's time may run ahead of the clock: one microsecond for each transfer. */
    private static final long MOST_AHEAD_MICROS = 1_000_000L;

    private final GroupCommit commits;
    private final LedgerQueries queries;
    private final InstantSource clock;

    private LedgerNode(GroupCommit commits, LedgerQueries queries, InstantSource clock) {
        this.commits = commits;
        this.queries = queries;
        this.clock = clock;
    }

    /**
     * Claims lanes and starts them.
     *
     * @param dataSource keeps one connection for each lane for as long as the node lives
     * @throws IllegalStateException when the database cannot be reached or has no ledger
     */
    public static LedgerNode start(DataSource dataSource, LedgerOptions options, InstantSource clock) {
        return new LedgerNode(GroupCommit.start(dataSource, options, clock), new LedgerQueries(dataSource), clock);
    }

    @Override
    public CompletableFuture<Decision> submit(Posting posting) {
        return commits.submit(posting);
    }

    @Override
    public Decision post(Posting posting) {
        try {
            return submit(posting).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public Optional<Account> account(long id) {
        return Optional.ofNullable(queries.accounts(List.of(id)).get(id));
    }

    @Override
    public Map<Long, Account> accounts(Collection<Long> ids) {
        return queries.accounts(ids);
    }

    @Override
    public Optional<PostedTransfer> transfer(UUID id) {
        return queries.transfer(id);
    }

    @Override
    public List<StatementLine> statement(long accountId, long before, int limit) {
        return queries.statement(accountId, before, limit);
    }

    @Override
    public Account balanceAsOf(long accountId, long ts) {
        // Every lane goes on after ts: a moment far ahead would take the whole ledger's time with it.
        if (ts > ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()) + MOST_AHEAD_MICROS) {
            throw new Refused(RequestError.INVALID_REQUEST, "ts is in the future");
        }
        return queries.balanceAsOf(accountId, ts);
    }

    /**
     * Expires pending transfers whose timeout passed at least {@code grace} ago; owners that end their own pending
     * transfers (orders do) get that much time to do so first.
     *
     * @return how many were expired now
     */
    public int expireDue(Duration grace, int limit) {
        long dueBefore = clock.instant().minus(grace).toEpochMilli() * 1000;
        List<CompletableFuture<Decision>> answers = new ArrayList<>();
        for (UUID pendingId : queries.duePendings(dueBefore, limit)) {
            Transfer expiry = new Transfer(
                    TransferIds.of(pendingId, EXPIRY_ORDINAL),
                    TransferKind.EXPIRE,
                    0,
                    0,
                    0,
                    0,
                    pendingId,
                    0,
                    0,
                    0,
                    null);
            answers.add(submit(Posting.of(expiry)));
        }
        // Submitted together, a page is one commit.
        int expired = 0;
        for (CompletableFuture<Decision> answer : answers) {
            if (answer.join() instanceof Decision.Applied) {
                expired++;
            }
        }
        return expired;
    }

    public LaneStatistics statistics() {
        return commits.statistics();
    }

    /** Postings waiting now, over all lanes of this node. */
    public int queued() {
        return commits.queued();
    }

    /** Commits what is queued, gives the lanes back and stops. */
    @Override
    public void close() {
        commits.close();
    }
}
