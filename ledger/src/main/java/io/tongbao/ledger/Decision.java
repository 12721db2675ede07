package io.tongbao.ledger;

import io.tongbao.kernel.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a posting. Handed to callers only after its batch is durable. */
public sealed interface Decision {

    BatchStamp stamp();

    /**
     * All transfers applied, all guards passed.
     *
     * @param amounts minor units that each transfer moved, in order (they differ from what was asked with BALANCING flags
     *     and whole posts)
     * @param repeated whether all its transfers had been applied before, so that nothing moved now. {@link Guard#after} and
     *     riders are not called for a repeated posting
     */
    record Applied(BatchStamp stamp, List<Long> amounts, boolean repeated) implements Decision {}

    /** The first transfer that the ledger refused, and why; none of them applied. */
    record RefusedByLedger(BatchStamp stamp, int index, TransferResult result) implements Decision {}

    /** A guard refused for a business reason; nothing moved. */
    record RefusedByGuard(
            BatchStamp stamp, ErrorCode code, @Nullable Object detail) implements Decision {}

    /** A guard rejected the request; nothing was recorded. */
    record Rejected(
            BatchStamp stamp, ErrorCode code, @Nullable Object detail) implements Decision {}

    /** A guard knew the request; the answer it got the first time. */
    record Replayed(BatchStamp stamp, Object firstAnswer) implements Decision {}
}
