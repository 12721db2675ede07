package io.tongbao.customer.challenge;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Pin;
import java.util.List;
import java.util.UUID;

/** An operator agrees to a payment of an enterprise by the own PIN: judged, counted and written in one batch. */
public final class OperatorApproval {

    private final Challenges challenges;
    private final CustomerGuards guards;

    public OperatorApproval(CustomerDesk desk, CustomerGuards guards) {
        this.challenges = new Challenges(desk);
        this.guards = guards;
    }

    /**
     * The maker's agreement when it is the first, a checker's otherwise. Errors: CHALLENGE_NOT_FOUND, CHALLENGE_EXPIRED,
     * CHALLENGE_USED, NOT_AN_OPERATOR, SECOND_OPERATOR_NEEDED, PIN_WRONG, PIN_LOCKED, CUSTOMER_FROZEN.
     *
     * @param mayMake and {@code mayCheck}: what this operator may do now
     */
    public Challenge execute(
            UUID challengeId, UUID enterpriseId, UUID operatorId, boolean mayMake, boolean mayCheck, Pin pin) {
        challenges.post(
                List.of(
                        ChallengeGuards.byOperator(challengeId, enterpriseId, operatorId, mayMake, mayCheck),
                        guards.payer(operatorId),
                        guards.pin(operatorId, pin)),
                challengeId);
        return challenges.find(challengeId);
    }
}
