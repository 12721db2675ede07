package io.tongbao.customer.enterprise;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerFacts;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Pin;
import io.tongbao.customer.challenge.Challenge;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.Need;
import io.tongbao.customer.challenge.OperatorApproval;
import io.tongbao.customer.enterprise.Enterprise.Operator;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import java.util.List;
import java.util.UUID;

/**
 * Payments from an enterprise's wallet: one operator makes, and from an amount on another checks. What they agreed to is a
 * satisfied {@link Challenge}, which pays exactly that amount to exactly that payee, once, as the proof of a transfer.
 *
 * <p>Errors: ENTERPRISE_NOT_FOUND, NOT_AN_OPERATOR, SECOND_OPERATOR_NEEDED, IDENTITY_REQUIRED before staff have verified the
 * enterprise, CUSTOMER_NOT_FOUND of the payee; those of the PIN.
 */
public final class EnterprisePayments {

    private final CustomerDesk desk;
    private final Operators operators;
    private final Challenges challenges;
    private final OperatorApproval approval;

    public EnterprisePayments(CustomerDesk desk, CustomerGuards guards) {
        this.desk = desk;
        this.operators = new Operators(desk);
        this.challenges = new Challenges(desk);
        this.approval = new OperatorApproval(desk, guards);
    }

    /**
     * @param payeeId a person or another enterprise
     * @param shown what it is for, 1 to 128 characters; a checker reads it
     */
    public record MakeCommand(UUID enterpriseId, UUID operatorId, UUID payeeId, Money amount, String shown) {}

    /** The first operator's agreement; enough below the enterprise's limit. */
    public Challenge make(MakeCommand command, Pin pin) {
        Enterprise enterprise = operators.enterprise(command.enterpriseId());
        if (!enterprise.verified()) {
            throw new Refused(CustomerError.IDENTITY_REQUIRED);
        }
        Operator operator = operator(command.enterpriseId(), command.operatorId());
        if (!operator.mayMake()) {
            throw new Refused(CustomerError.NOT_AN_OPERATOR);
        }
        CustomerFacts payee = desk.customers()
                .facts(command.payeeId())
                .orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
        Challenge opened = challenges.openEnterprise(
                new Challenges.PaymentCommand(
                        command.enterpriseId(), command.amount(), payee.walletAccountId(), command.shown()),
                command.operatorId(),
                command.amount().minor() >= enterprise.checkerFromMinor() ? Need.MAKER_AND_CHECKER : Need.MAKER);
        return agree(opened.id(), operator, pin);
    }

    /** The second operator's agreement. */
    public Challenge check(UUID challengeId, UUID enterpriseId, UUID operatorId, Pin pin) {
        return agree(challengeId, operator(enterpriseId, operatorId), pin);
    }

    /** What waits for a second operator, oldest first. */
    public List<Challenge> waiting(UUID enterpriseId, UUID operatorId) {
        operator(enterpriseId, operatorId);
        return challenges.openOf(enterpriseId);
    }

    private Challenge agree(UUID challengeId, Operator operator, Pin pin) {
        return approval.execute(
                challengeId,
                operator.enterpriseId(),
                operator.personId(),
                operator.mayMake(),
                operator.mayCheck(),
                pin);
    }

    private Operator operator(UUID enterpriseId, UUID personId) {
        return operators.find(enterpriseId, personId).orElseThrow(() -> new Refused(CustomerError.NOT_AN_OPERATOR));
    }
}
