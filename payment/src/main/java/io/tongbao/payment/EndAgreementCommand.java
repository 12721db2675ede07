package io.tongbao.payment;

import java.util.UUID;

/** Either side ends an agreement. */
public record EndAgreementCommand(IdempotencyId idempotency, UUID agreementId, Party by) {}
