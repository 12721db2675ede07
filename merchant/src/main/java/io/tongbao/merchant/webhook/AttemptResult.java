package io.tongbao.merchant.webhook;

import java.time.Duration;

/** What a receiver made of one attempt. */
sealed interface AttemptResult {

    /** The status answered, 0 when there was none. */
    int status();

    /** 2xx. */
    record Delivered(int status) implements AttemptResult {}

    /**
     * Anything else: to be tried again.
     *
     * @param reason for the delivery log, without content of the answer
     * @param retryAfter what the receiver asked for; zero for nothing
     */
    record Failed(int status, String reason, Duration retryAfter) implements AttemptResult {}

    /** 410: the receiver wants nothing any more. */
    record Gone(int status) implements AttemptResult {}
}
