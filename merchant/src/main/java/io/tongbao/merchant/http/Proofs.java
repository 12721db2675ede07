package io.tongbao.merchant.http;

import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerFacts;
import io.tongbao.customer.Customers;
import io.tongbao.customer.Pin;
import io.tongbao.edge.JsonBody;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.payment.PayerProof;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads from a body who pays and how that is proven. */
public final class Proofs {

    private final Customers customers;

    public Proofs(Customers customers) {
        this.customers = customers;
    }

    /**
     * The customer that {@code msisdn} or {@code id} names; exactly one of them.
     *
     * <p>Errors: CUSTOMER_NOT_FOUND.
     */
    UUID customer(JsonBody person) {
        Msisdn msisdn = person.optionalMsisdn("msisdn");
        UUID id = msisdn == null ? person.id("id", "cus") : null;
        Optional<CustomerFacts> facts = id == null ? byNumber(msisdn) : customers.facts(id);
        return facts.orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND))
                .id();
    }

    private Optional<CustomerFacts> byNumber(@Nullable Msisdn msisdn) {
        return msisdn == null ? Optional.empty() : customers.facts(msisdn);
    }

    /**
     * A PIN proof that wipes its digits when closed; {@code digits} is wiped at once. The provider is the place
     * where it was typed: wrong ones there do not lock the payer out at providers where they were right before.
     */
    static PinHolder pin(ApiCall call, UUID customerId, char[] digits) {
        Pin pin = Pin.of(digits);
        Arrays.fill(digits, '\0');
        return new PinHolder(
                pin,
                new PayerProof.PinProof(customerId, pin, "sp:" + call.provider().id()));
    }

    /** Keeps a PIN no longer than the use case needs it. */
    record PinHolder(Pin pin, PayerProof proof) implements AutoCloseable {
        @Override
        public void close() {
            pin.close();
        }
    }
}
