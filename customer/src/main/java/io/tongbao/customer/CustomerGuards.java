package io.tongbao.customer;

import io.tongbao.ledger.Guard;
import java.util.List;
import java.util.UUID;

/** Work in progress: the signatures stand. Guards on customers, their PINs and devices. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class CustomerGuards {

    private final PinKeyring keyring;

    public CustomerGuards(PinKeyring keyring) {
        this.keyring = keyring;
    }

    /** The customer may pay. */
    public Guard<?, ?> payer(UUID customerId) {
        throw new UnsupportedOperationException(keyring + " " + customerId);
    }

    /** The customer may be paid. */
    public Guard<?, ?> payee(UUID customerId) {
        throw new UnsupportedOperationException(keyring + " " + customerId);
    }

    /** The PIN is the customer's. */
    public Guard<?, ?> pin(UUID customerId, Pin pin) {
        throw new UnsupportedOperationException(keyring + " " + customerId + pin);
    }

    /** The device is the customer's and active. */
    public Guard<?, ?> device(UUID customerId, UUID deviceId) {
        throw new UnsupportedOperationException(keyring + " " + customerId + deviceId + List.of());
    }
}
