package io.tongbao.ledger.commit;

import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.store.BatchTransaction;
import io.tongbao.ledger.store.LaneHead;
import io.tongbao.ledger.store.LaneLeases;
import io.tongbao.ledger.store.LaneLost;
import io.tongbao.ledger.store.PoisonedPosting;
import io.tongbao.ledger.store.QueuedPosting;
import io.tongbao.ledger.store.UnknownCommit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One serial stream of commits: takes what is queued, commits it in one transaction, answers. Whatever goes wrong with a
 * batch concerns as few postings as can be: a poisoned one is cut out and its neighbours commit.
 */
final class Lane implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final int CONFLICT_TRIES = 20;

    private final LedgerOptions options;
    private final LaneConnection database;
    private final LaneLeases leases;
    private final InstantSource clock;
    private final Set<Integer> heldByNode;
    private final BlockingQueue<Submission> queue;
    private final LaneStatistics statistics;
    // Hashes batches and answers callers, so that the lane goes on to its next batch meanwhile.
    private final ExecutorService background;
    private volatile boolean stopping;
    private volatile boolean ended;
    private LaneHead owned;
    private BatchTransaction transaction;

    /**
     * @param owned the lane as claimed
     * @param heldByNode lanes of this process, kept up to date when this one has to change its lane; thread-safe
     */
    Lane(
            LedgerOptions options,
            LaneConnection database,
            LaneLeases leases,
            InstantSource clock,
            LaneHead owned,
            Set<Integer> heldByNode,
            LaneStatistics statistics) {
        this.options = options;
        this.database = database;
        this.leases = leases;
        this.clock = clock;
        this.owned = owned;
        this.heldByNode = heldByNode;
        this.queue = new ArrayBlockingQueue<>(options.queueCapacity());
        this.statistics = statistics;
        this.background = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("ledger-answers-" + owned.lane()).factory());
        this.transaction = new BatchTransaction(owned.lane(), clock, options.lease(), background);
    }

    /** Queues without waiting; false when the lane is full or stopping. */
    boolean offer(Submission submission) {
        if (stopping || !queue.offer(submission)) {
            return false;
        }
        // The lane may have ended between the two: then nobody takes from the queue any more, and either this removes
        // the submission or the lane's last look has answered it.
        return !ended || !queue.remove(submission);
    }

    int queued() {
        return queue.size();
    }

    /** Lets the lane finish what is queued and end. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        Duration idle = options.lease().dividedBy(3);
        long renewAtNanos = System.nanoTime() + idle.toNanos();
        List<Submission> batch = new ArrayList<>();
        while (true) {
            batch.clear();
            try {
                Submission first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, options.maxBatch() - 1);
                }
            } catch (InterruptedException e) {
                // Only a stop interrupts this thread; what is queued is still committed.
                stopping = true;
            }
            if (!batch.isEmpty()) {
                commit(batch);
                renewAtNanos = System.nanoTime() + idle.toNanos();
            } else if (stopping) {
                break;
            } else if (System.nanoTime() >= renewAtNanos) {
                keepLease();
                renewAtNanos = System.nanoTime() + idle.toNanos();
            }
        }
        release();
        background.close();
        ended = true;
        List<Submission> late = new ArrayList<>();
        queue.drainTo(late);
        late.forEach(submission -> submission.refuse(RequestError.OVERLOADED));
    }

    /** Commits these postings, in parts if it must, and answers every one of them. */
    private void commit(List<Submission> submissions) {
        List<Submission> rest = List.copyOf(submissions);
        int conflicts = 0;
        while (!rest.isEmpty()) {
            try {
                commitTogether(rest);
                return;
            } catch (PoisonedPosting e) {
                log.error("a posting failed while it was decided; its neighbours go on", e);
                List<Submission> others = new ArrayList<>(rest);
                others.remove(e.index()).refuse(RequestError.INTERNAL_ERROR);
                rest = others;
            } catch (LaneLost e) {
                log.warn("{}; taking another", e.getMessage());
                if (!reclaim()) {
                    rest.forEach(s -> s.refuse(RequestError.OVERLOADED));
                    return;
                }
            } catch (OutcomeUnknown e) {
                rest.forEach(s -> s.refuse(RequestError.OUTCOME_UNKNOWN));
                return;
            } catch (DatabaseLost e) {
                log.error("the database stayed unreachable; nothing of this batch was applied", e);
                rest.forEach(s -> s.refuse(RequestError.OVERLOADED));
                return;
            } catch (SQLException e) {
                boolean mayPass = SqlStates.mayPassNextTime(e) && ++conflicts <= CONFLICT_TRIES;
                if (mayPass && (rest.size() == 1 || SqlStates.isDeadlock(e))) {
                    log.info("batch of {} met a conflict ({}); again", rest.size(), e.getSQLState());
                } else if (rest.size() == 1) {
                    log.error("a posting was refused by the database", e);
                    rest.getFirst().refuse(RequestError.INTERNAL_ERROR);
                    return;
                } else {
                    commitInHalves(rest, e);
                    return;
                }
            } catch (RuntimeException e) {
                // The lane's edge: the code of a guard or rider table failed. It must not end the lane.
                if (rest.size() > 1) {
                    commitInHalves(rest, e);
                } else {
                    log.error("a posting's tables failed", e);
                    rest.getFirst().refuse(RequestError.INTERNAL_ERROR);
                }
                return;
            }
        }
    }

    private void commitInHalves(List<Submission> failed, Exception cause) {
        log.warn("batch of {} failed ({}); halving it", failed.size(), cause.toString());
        commit(failed.subList(0, failed.size() / 2));
        commit(failed.subList(failed.size() / 2, failed.size()));
    }

    private void commitTogether(List<Submission> submissions) throws SQLException {
        List<QueuedPosting> postings = new ArrayList<>(submissions.size());
        for (Submission submission : submissions) {
            postings.add(submission.queued());
        }
        long startedNanos = System.nanoTime();
        BatchTransaction.Outcome outcome = attempt(postings);
        statistics.committed(submissions.size(), outcome.batch().count(), System.nanoTime() - startedNanos);
        background.execute(() -> answer(submissions, outcome.decisions()));
    }

    private static void answer(List<Submission> submissions, List<Decision> decisions) {
        for (int i = 0; i < submissions.size(); i++) {
            submissions.get(i).answer().complete(decisions.get(i));
        }
    }

    /** Runs and commits one transaction; comes back only when it is durable. */
    private BatchTransaction.Outcome attempt(List<QueuedPosting> postings) throws SQLException {
        long giveUpNanos = System.nanoTime() + options.outageTolerance().toNanos();
        while (true) {
            Connection connection = database.open(giveUpNanos);
            BatchTransaction.Outcome outcome;
            try {
                outcome = transaction.run(connection, owned.token(), postings);
            } catch (SQLException e) {
                transaction.forget();
                if (database.rollBackOrDrop(connection, e)) {
                    throw e;
                }
                if (System.nanoTime() > giveUpNanos) {
                    throw new DatabaseLost(e);
                }
                continue;
            } catch (RuntimeException e) {
                // Whatever failed, the transaction ends; commit() decides what becomes of its postings.
                transaction.forget();
                database.rollBackOrDrop(connection, null);
                throw e;
            }
            if (database.commit(connection)) {
                transaction.committed(outcome);
                return outcome;
            }
            transaction.forget();
            if (wasCommitted(outcome, giveUpNanos)) {
                return outcome;
            }
        }
    }

    /** Resolves a commit whose answer was lost; never guesses. */
    private boolean wasCommitted(BatchTransaction.Outcome outcome, long giveUpNanos) {
        while (true) {
            try {
                Connection connection = database.open(giveUpNanos);
                try {
                    boolean committed = UnknownCommit.wasCommitted(connection, outcome.batch());
                    log.warn(
                            "the answer to a commit was lost; the batch was {}",
                            committed ? "committed" : "not committed");
                    return committed;
                } catch (SQLException e) {
                    database.rollBackOrDrop(connection, e);
                    if (System.nanoTime() > giveUpNanos) {
                        throw new OutcomeUnknown(e);
                    }
                }
            } catch (DatabaseLost e) {
                throw new OutcomeUnknown(e);
            }
        }
    }

    private boolean reclaim() {
        Connection connection = null;
        try {
            connection =
                    database.open(System.nanoTime() + options.outageTolerance().toNanos());
            heldByNode.remove(owned.lane());
            owned = leases.claim(connection, heldByNode, false);
            heldByNode.add(owned.lane());
            connection.commit();
            transaction = new BatchTransaction(owned.lane(), clock, options.lease(), background);
            return true;
        } catch (SQLException | DatabaseLost e) {
            log.error("no lane could be claimed", e);
            dropIfOpen(connection, e);
            return false;
        }
    }

    private void keepLease() {
        Connection connection = null;
        try {
            connection = database.open(System.nanoTime());
            leases.renew(connection, owned.lane(), owned.token());
            connection.commit();
        } catch (LaneLost e) {
            dropIfOpen(connection, null);
            reclaim();
        } catch (SQLException | DatabaseLost e) {
            log.warn("the lease of lane {} could not be renewed: {}", owned.lane(), e.getMessage());
            dropIfOpen(connection, e);
        }
    }

    private void release() {
        Connection connection = null;
        try {
            connection = database.open(System.nanoTime());
            leases.release(connection, owned.lane(), owned.token());
            connection.commit();
        } catch (SQLException | DatabaseLost e) {
            log.warn("lane {} could not be released; its lease will run out: {}", owned.lane(), e.getMessage());
        } finally {
            database.close();
        }
    }

    private void dropIfOpen(@Nullable Connection connection, @Nullable Exception cause) {
        if (connection != null) {
            database.rollBackOrDrop(connection, cause instanceof SQLException e ? e : null);
        }
    }
}
