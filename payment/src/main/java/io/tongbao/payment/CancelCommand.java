package io.tongbao.payment;

import java.util.UUID;

/** Provider or payer takes a payment back whole. */
public record CancelCommand(IdempotencyId idempotency, UUID paymentId, Party by) {}
