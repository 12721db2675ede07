package io.tongbao.customer;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import io.tongbao.ledger.Guard;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Guards on customers, their PINs and devices, for postings of any module. */
public final class CustomerGuards {

    private final PinKeyring keyring;
    private final boolean counts;

    public CustomerGuards(PinKeyring keyring) {
        this(keyring, true);
    }

    private CustomerGuards(PinKeyring keyring, boolean counts) {
        this.keyring = keyring;
        this.counts = counts;
    }

    /** Guards that count no wrong PIN and lock nobody, so that an attack can show that it would notice. Sandbox only. */
    public static CustomerGuards sabotaged(PinKeyring keyring) {
        return new CustomerGuards(keyring, false);
    }

    /**
     * The customer may pay. Refuses with {@link CustomerError#CUSTOMER_FROZEN}, {@link CustomerError#CUSTOMER_DORMANT} or
     * {@link CustomerError#CUSTOMER_CLOSED}; rejects with {@link CustomerError#CUSTOMER_NOT_FOUND}.
     */
    public Guard<?, ?> payer(UUID customerId) {
        return new StatusGuard(customerId, true, null);
    }

    /** The customer may be paid, even when frozen. Refuses with {@link CustomerError#PAYEE_CLOSED}. */
    public Guard<?, ?> payee(UUID customerId) {
        return new StatusGuard(customerId, false, null);
    }

    /**
     * As {@link #payee(UUID)}, and the number still is that customer's; else rejects with {@link
     * CustomerError#CUSTOMER_FACTS_CHANGED}.
     */
    public Guard<?, ?> payee(UUID customerId, Msisdn foundBy) {
        return new StatusGuard(customerId, false, foundBy);
    }

    /**
     * The payment fits into the limits of the payer's class, and is counted against them when it is made. Nothing for
     * customers without limits and for currencies other than the yuan. Refuses with {@link
     * CustomerError#IDENTITY_REQUIRED}, {@link CustomerError#TIER_LIFETIME_LIMIT}, {@link CustomerError#TIER_YEAR_LIMIT} or
     * {@link CustomerError#COOL_OFF_LIMIT}; rejects with {@link CustomerError#CUSTOMER_FACTS_CHANGED}.
     */
    public List<Guard<?, ?>> allowance(CustomerFacts payer, long amountMinor) {
        if (!payer.limited() || payer.currency() != Currency.CNY) {
            return List.of();
        }
        UUID person = payer.personId();
        AllowanceGuard own = new AllowanceGuard(payer.id(), person, amountMinor);
        return person == null ? List.of(own) : List.of(own, new AllowanceGuard(person, null, amountMinor));
    }

    /**
     * The PIN is the customer's. Refuses with {@link CustomerError#PIN_WRONG}, {@link CustomerError#PIN_LOCKED} or {@link
     * CustomerError#PIN_NOT_SET}. The fifth wrong PIN in a row locks for a minute, each further one for 5 minutes, 30
     * minutes, then 24 hours. At most one such guard in a posting, behind the guards that judge the request itself.
     */
    public Guard<?, ?> pin(UUID customerId, Pin pin) {
        return new PinGuard(keyring, customerId, pin, PinPlace.NOWHERE, counts);
    }

    /**
     * As {@link #pin(UUID, Pin)}, from a place that has guesses of its own once the PIN was right there: strangers who guess
     * elsewhere do not lock it, and what is right here forgives them nothing.
     *
     * @param place what names it and others do not know: a browser's secret, a provider's id; null for nowhere in particular
     */
    public Guard<?, ?> pin(UUID customerId, Pin pin, @Nullable String place) {
        return new PinGuard(keyring, customerId, pin, place == null ? PinPlace.NOWHERE : PinPlace.keyOf(place), counts);
    }

    /**
     * The device is the customer's and active. Refuses with {@link CustomerError#DEVICE_REVOKED}; rejects with {@link
     * CustomerError#DEVICE_NOT_FOUND}.
     */
    public Guard<?, ?> device(UUID customerId, UUID deviceId) {
        return new DeviceGuard(customerId, deviceId);
    }
}
