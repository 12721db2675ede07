package io.tongbao.customer.challenge;

import io.tongbao.customer.CustomerError;
import io.tongbao.kernel.Money;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import java.security.MessageDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Guards that prove and use challenges inside the ledger's transaction: exactly once, whatever races. */
public final class ChallengeGuards {

    private ChallengeGuards() {}

    /**
     * The payment is the one that was approved, and the approval is used up with it. Refuses with {@link
     * CustomerError#CHALLENGE_OPEN}, {@link CustomerError#CHALLENGE_EXPIRED}, {@link CustomerError#CHALLENGE_USED} or {@link
     * CustomerError#CHALLENGE_MISMATCH}; rejects with {@link CustomerError#CHALLENGE_NOT_FOUND}.
     */
    public static Guard<?, ?> payment(UUID challengeId, UUID customerId, Money amount, long payeeAccountId) {
        return new Row(
                challengeId,
                customerId,
                (challenge, ts) -> {
                    Guard.Verdict usable = usable(challenge, ts);
                    if (usable != Guard.Verdict.PASS) {
                        return usable;
                    }
                    boolean pays =
                            challenge.purpose() == Purpose.PAYMENT || challenge.purpose() == Purpose.ENTERPRISE_PAYMENT;
                    return pays
                                    && challenge.amountMinor() == amount.minor()
                                    && challenge.currency() == amount.currency()
                                    && challenge.payeeAccountId() == payeeAccountId
                            ? Guard.Verdict.PASS
                            : Guard.Verdict.refuse(CustomerError.CHALLENGE_MISMATCH);
                },
                challenge -> challenge.with(Challenge.State.USED));
    }

    /** A challenge for something else than money is used up. Refuses as {@link #payment}. */
    static Guard<?, ?> use(UUID challengeId, UUID customerId, Purpose purpose, byte[] approval) {
        return new Row(
                challengeId,
                customerId,
                (challenge, ts) -> {
                    Guard.Verdict usable = usable(challenge, ts);
                    if (usable != Guard.Verdict.PASS) {
                        return usable;
                    }
                    return challenge.purpose() == purpose && MessageDigest.isEqual(challenge.approval(), approval)
                            ? Guard.Verdict.PASS
                            : Guard.Verdict.refuse(CustomerError.CHALLENGE_MISMATCH);
                },
                challenge -> challenge.with(Challenge.State.USED));
    }

    /** A factor is added; the caller or a guard beside this one has verified it. */
    static Guard<?, ?> prove(UUID challengeId, UUID customerId, ProofFactor factor) {
        return new Row(
                challengeId,
                customerId,
                (challenge, ts) -> challenge.purpose().accepted().contains(factor)
                        ? open(challenge, ts)
                        : Guard.Verdict.refuse(CustomerError.FACTOR_NOT_ACCEPTED),
                challenge -> challenge.with(factor));
    }

    /** An operator of an enterprise agrees: the maker, then somebody else. */
    static Guard<?, ?> byOperator(
            UUID challengeId, UUID enterpriseId, UUID operatorId, boolean mayMake, boolean mayCheck) {
        return new Row(
                challengeId,
                enterpriseId,
                (challenge, ts) -> {
                    Guard.Verdict open = open(challenge, ts);
                    if (open != Guard.Verdict.PASS) {
                        return open;
                    }
                    boolean making = challenge.proven().isEmpty();
                    if (making ? !mayMake || !operatorId.equals(challenge.makerId()) : !mayCheck) {
                        return Guard.Verdict.refuse(CustomerError.NOT_AN_OPERATOR);
                    }
                    return !making && operatorId.equals(challenge.makerId())
                            ? Guard.Verdict.refuse(CustomerError.SECOND_OPERATOR_NEEDED)
                            : Guard.Verdict.PASS;
                },
                challenge -> challenge.byOperator(operatorId));
    }

    private static Guard.Verdict open(Challenge challenge, long ts) {
        return switch (challenge.state()) {
            case OPEN, SATISFIED ->
                ts < challenge.expiresTs()
                        ? challenge.state() == Challenge.State.OPEN
                                ? Guard.Verdict.PASS
                                : Guard.Verdict.refuse(CustomerError.CHALLENGE_USED)
                        : Guard.Verdict.refuse(CustomerError.CHALLENGE_EXPIRED);
            case USED, REFUSED -> Guard.Verdict.refuse(CustomerError.CHALLENGE_USED);
        };
    }

    private static Guard.Verdict usable(Challenge challenge, long ts) {
        return switch (challenge.state()) {
            case OPEN -> Guard.Verdict.refuse(CustomerError.CHALLENGE_OPEN);
            case SATISFIED ->
                ts < challenge.expiresTs() ? Guard.Verdict.PASS : Guard.Verdict.refuse(CustomerError.CHALLENGE_EXPIRED);
            case USED, REFUSED -> Guard.Verdict.refuse(CustomerError.CHALLENGE_USED);
        };
    }

    @FunctionalInterface
    private interface Judge {
        Guard.Verdict of(Challenge challenge, long ts);
    }

    @FunctionalInterface
    private interface Change {
        Challenge of(Challenge challenge);
    }

    private static final class Row implements Guard<UUID, Challenge> {

        private final UUID challengeId;
        private final UUID customerId;
        private final Judge judge;
        private final Change change;

        Row(UUID challengeId, UUID customerId, Judge judge, Change change) {
            this.challengeId = challengeId;
            this.customerId = customerId;
            this.judge = judge;
            this.change = change;
        }

        @Override
        public GuardTable<UUID, Challenge> table() {
            return ChallengeTable.INSTANCE;
        }

        @Override
        public UUID key() {
            return challengeId;
        }

        @Override
        public Verdict check(@Nullable Challenge challenge, BatchStamp stamp) {
            if (challenge == null || !challenge.customerId().equals(customerId)) {
                return Verdict.reject(CustomerError.CHALLENGE_NOT_FOUND);
            }
            return judge.of(challenge, stamp.ts());
        }

        @Override
        public @Nullable Challenge after(@Nullable Challenge challenge, Decision decision) {
            return challenge != null && decision instanceof Decision.Applied ? change.of(challenge) : challenge;
        }
    }
}
