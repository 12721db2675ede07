package io.tongbao.customer.challenge;

import io.tongbao.kernel.Currency;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is asked to prove before something happens, and what of it was proven.
 *
 * @param id public form {@code chl_…}
 * @param customerId whose account it is about; for enterprises the enterprise
 * @param payeeAccountId 0 when no money moves
 * @param amountMinor 0 when no money moves
 * @param shown what the approver reads: payee, amount and what for; part of what is signed
 * @param makerId operator who began it, of enterprises only
 * @param expiresTs microseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // a guard's state: compared by identity only
public record Challenge(
        UUID id,
        UUID customerId,
        Purpose purpose,
        Need need,
        Set<ProofFactor> proven,
        State state,
        long amountMinor,
        Currency currency,
        long payeeAccountId,
        String shown,
        byte[] approval,
        @Nullable UUID makerId,
        @Nullable UUID checkerId,
        long expiresTs) {

    /** Prefix of public challenge ids. */
    public static final String PREFIX = "chl";

    public Challenge {
        proven = Set.copyOf(proven);
    }

    /** How far it has come; the number is stored and never changes. */
    public enum State {
        OPEN(1),
        SATISFIED(2),
        USED(3),
        REFUSED(4);

        private final int number;

        State(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        static State of(int number) {
            return values()[number - 1];
        }
    }

    /** With a factor more, satisfied when that is enough. */
    Challenge with(ProofFactor factor) {
        Set<ProofFactor> now = new HashSet<>(proven);
        now.add(factor);
        return with(now, need.satisfiedBy(now) ? State.SATISFIED : state, makerId, checkerId);
    }

    Challenge with(State next) {
        return with(proven, next, makerId, checkerId);
    }

    /** An operator's PIN was right: the maker's first, then a checker's when one is needed. */
    Challenge byOperator(UUID operatorId) {
        if (proven.isEmpty()) {
            return with(Set.of(ProofFactor.PIN), need == Need.MAKER ? State.SATISFIED : State.OPEN, operatorId, null);
        }
        return with(proven, State.SATISFIED, makerId, operatorId);
    }

    private Challenge with(Set<ProofFactor> nowProven, State next, @Nullable UUID maker, @Nullable UUID checker) {
        return new Challenge(
                id,
                customerId,
                purpose,
                need,
                nowProven,
                next,
                amountMinor,
                currency,
                payeeAccountId,
                shown,
                approval,
                maker,
                checker,
                expiresTs);
    }

    /** Without the text shown. */
    @Override
    public String toString() {
        return "Challenge[" + id + ", " + purpose + ", " + state + ", " + proven + "]";
    }
}
