package io.tongbao.payment;

import java.util.UUID;

/** On whose behalf a request acts or reads; what belongs to others is not found. */
public sealed interface Party {

    record Provider(UUID providerId) implements Party {}

    record Customer(UUID customerId) implements Party {}

    /** The platform's own jobs and staff: everything. */
    record Platform() implements Party {}

    Party PLATFORM = new Platform();
}
