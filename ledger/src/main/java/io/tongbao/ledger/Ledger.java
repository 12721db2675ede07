package io.tongbao.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Where money moves. The one way to change a balance is {@link #submit}; everything else reads.
 *
 * <p>A real seam: the PostgreSQL store behind group commit is one side, the naive oracle of the tests the other.
 */
public interface Ledger {

    /**
     * Queues a posting. The future completes after the batch is durable, exceptionally with
     * {@link io.tongbao.kernel.Refused} of {@code OVERLOADED} at once when the queue is full, {@code OUTCOME_UNKNOWN} when
     * the database was lost and the commit could not be resolved, {@code INTERNAL_ERROR} when the posting alone
     * made its batch fail.
     */
    CompletableFuture<Decision> submit(Posting posting);

    /** {@link #submit} and wait; for virtual threads. Throws the {@code Refused} of the future. */
    Decision post(Posting posting);

    /** The account, with its counters as committed last. */
    Optional<Account> account(long id);

    /** These accounts by id; unknown ids are absent. */
    Map<Long, Account> accounts(Collection<Long> ids);

    /** A transfer as applied, or empty when the id was never applied. */
    Optional<PostedTransfer> transfer(UUID id);

    /**
     * One page of an account's statement, newest first, with the running balance after each line. The account must be
     * flagged HISTORY.
     *
     * @param before only lines with {@code ts} below this; {@code Long.MAX_VALUE} for the newest
     * @param limit 1 to 1000
     */
    List<StatementLine> statement(long accountId, long before, int limit);

    /**
     * Counters of a HISTORY account as they stood at the end of the microsecond {@code ts}; exact once answered: no later
     * commit can change it. {@code ts} must not be in the future.
     */
    Account balanceAsOf(long accountId, long ts);
}
