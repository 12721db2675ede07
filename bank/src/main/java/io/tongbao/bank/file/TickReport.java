package io.tongbao.bank.file;

import org.jspecify.annotations.Nullable;

/**
 * What one cycle did.
 *
 * @param batchesCut new batches
 * @param batchesSent batches known to lie at the bank now
 * @param filesTaken results and statements
 * @param filesRefused files kept aside
 * @param rowsTold answers given to the platform
 * @param failure what ended the cycle early, for the log; null when nothing did. The next cycle goes on where this one ended
 */
public record TickReport(
        int batchesCut,
        int batchesSent,
        int filesTaken,
        int filesRefused,
        int rowsTold,
        @Nullable String failure) {}
