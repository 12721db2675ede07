package io.tongbao.payment.funding;

import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Guard;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Prepaid cards, as payments need them: each is an account of the ledger. */
public interface PrepaidAccess {

    /**
     * What pays.
     *
     * @param guards judged in the payment's own posting: active, not expired, good at this provider
     */
    record Funds(long accountId, String masked, List<Guard<?, ?>> guards) {
        public Funds {
            guards = List.copyOf(guards);
        }
    }

    /**
     * @param providerId who is paid; null when nobody in particular
     * @throws Refused when the customer has no such card
     */
    Funds funds(UUID customerId, UUID prepaidId, @Nullable UUID providerId);
}
