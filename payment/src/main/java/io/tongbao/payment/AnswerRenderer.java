package io.tongbao.payment;

import io.tongbao.kernel.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Turns what became of a request into the caller's own representation. Runs on the ledger's lane thread, between decision
 * and commit: must be pure, quick and free of I/O. May run more than once for one request; the last result counts.
 *
 * @param <T> {@link Payment}, {@link Refund} or {@link Agreement}
 */
public interface AnswerRenderer<T> {

    StoredAnswer success(T view);

    /**
     * @param detail what exactly was wrong, free of secrets
     * @param view the object as it stands after the refusal; null when the refusal left none
     */
    StoredAnswer refusal(ErrorCode code, @Nullable String detail, @Nullable T view);
}
