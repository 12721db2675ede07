package io.tongbao.payment;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets a request through once; repeats get the first answer, other requests under its id are rejected. */
final class IdempotencyGuard implements Guard<IdempotencyId, IdempotencyRow> {

    private final IdempotencyId id;
    private final byte[] requestHash;
    private final Function<Decision, IdempotencyRow> answered;

    IdempotencyGuard(IdempotencyId id, byte[] requestHash, Function<Decision, IdempotencyRow> answered) {
        this.id = id;
        this.requestHash = requestHash;
        this.answered = answered;
    }

    @Override
    public GuardTable<IdempotencyId, IdempotencyRow> table() {
        return IdempotencyTable.INSTANCE;
    }

    @Override
    public IdempotencyId key() {
        return id;
    }

    @Override
    public Verdict check(@Nullable IdempotencyRow row, BatchStamp stamp) {
        if (row == null) {
            return Verdict.PASS;
        }
        return Arrays.equals(row.requestHash(), requestHash)
                ? new Verdict.Replay(row.answer())
                : Verdict.reject(PaymentError.IDEMPOTENCY_KEY_REUSED);
    }

    @Override
    public @Nullable IdempotencyRow after(@Nullable IdempotencyRow row, Decision decision) {
        return row != null ? row : answered.apply(decision);
    }
}
