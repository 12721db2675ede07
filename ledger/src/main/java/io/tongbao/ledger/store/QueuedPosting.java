package io.tongbao.ledger.store;

import io.tongbao.ledger.Posting;
import java.util.UUID;

/**
 * A posting with the fingerprint of its chain, computed on the caller's thread.
 *
 * @param requestHash of its transfers; any value when it has none
 */
public record QueuedPosting(Posting posting, UUID requestHash) {}
