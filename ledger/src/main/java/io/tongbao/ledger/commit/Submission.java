package io.tongbao.ledger.commit;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.store.QueuedPosting;
import java.util.concurrent.CompletableFuture;

/** A posting that waits in a lane, and who waits for it. */
record Submission(QueuedPosting queued, CompletableFuture<Decision> answer) {

    void refuse(ErrorCode code) {
        answer.completeExceptionally(new Refused(code));
    }
}
