package io.tongbao.payment;

import java.util.UUID;

/** Which payment a command means. */
public sealed interface PaymentTarget {

    /** By its id, whoever's it is. */
    record ById(UUID paymentId) implements PaymentTarget {}

    /** By its id, and only if it belongs to this provider. */
    record OfProvider(UUID providerId, UUID paymentId) implements PaymentTarget {}

    /** By the provider's own number. */
    record ByReference(UUID providerId, String reference) implements PaymentTarget {}
}
