package io.tongbao.payment;

import io.tongbao.customer.Pin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a payer shows that a payment is wanted. What it claims is judged by guards inside the ledger's transaction. */
public sealed interface PayerProof {

    UUID customerId();

    ProofMethod method();

    /**
     * The payer typed the PIN.
     *
     * @param place where, when it is one that strangers cannot name: see {@code CustomerGuards.pin}; null for nowhere in
     *     particular
     */
    record PinProof(UUID customerId, Pin pin, @Nullable String place) implements PayerProof {

        public PinProof(UUID customerId, Pin pin) {
            this(customerId, pin, null);
        }

        @Override
        public ProofMethod method() {
            return ProofMethod.PIN;
        }
    }

    /** A device of the payer signed the request; whoever makes this has verified the signature with the device's key. */
    record DeviceProof(UUID customerId, UUID deviceId) implements PayerProof {
        @Override
        public ProofMethod method() {
            return ProofMethod.DEVICE;
        }
    }

    /**
     * What a challenge approved: for persons as many factors as its amount needs, for enterprises their operators. Good for
     * exactly its amount and payee, once.
     */
    record ApprovalProof(UUID customerId, UUID challengeId) implements PayerProof {
        @Override
        public ProofMethod method() {
            return ProofMethod.CHALLENGE;
        }
    }

    /** Nothing. Refused unless the {@link PolicyPack} waives proofs, as those of replay and bench do. */
    record NoProof(UUID customerId) implements PayerProof {
        @Override
        public ProofMethod method() {
            return ProofMethod.WAIVED;
        }
    }
}
