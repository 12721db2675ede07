package io.tongbao.bench.crash;

/**
 * A payment that was answered with success.
 *
 * @param reference the provider's own number
 * @param paymentId in public form, as answered
 */
record Ack(String reference, String paymentId, long amountMinor) {}
