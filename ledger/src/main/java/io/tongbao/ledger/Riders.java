package io.tongbao.ledger;

import java.util.List;

/**
 * Says which rows go with a posting, once its fate is known. Called on the lane's thread, in queue order: must be pure,
 * quick and free of I/O. Called for {@link Decision.Applied}, {@link Decision.RefusedByLedger} and
 * {@link Decision.RefusedByGuard}; not for {@link Decision.Rejected} and {@link Decision.Replayed}, which change nothing.
 */
@FunctionalInterface
public interface Riders {

    Riders NONE = decision -> List.of();

    List<Rider<?>> rows(Decision decision);
}
