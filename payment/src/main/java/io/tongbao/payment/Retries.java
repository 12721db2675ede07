package io.tongbao.payment;

import io.tongbao.kernel.Refused;
import java.util.function.Supplier;

/**
 * Requests whose transfers depend on the order's state: the state is read, the posting made for it, and its guard rejects it
 * with {@link PaymentError#PAYMENT_BUSY} when the order has moved on meanwhile. Nothing was recorded then, so it is read again.
 */
final class Retries {

    private static final int MOST = 8;

    private Retries() {}

    static <T> T whileBusy(Supplier<T> attempt) {
        for (int i = 1; i < MOST; i++) {
            try {
                return attempt.get();
            } catch (Refused refused) {
                if (refused.code() != PaymentError.PAYMENT_BUSY) {
                    throw refused;
                }
            }
        }
        return attempt.get();
    }
}
