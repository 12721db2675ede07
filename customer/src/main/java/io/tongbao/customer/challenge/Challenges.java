package io.tongbao.customer.challenge;

import io.tongbao.credential.Approval;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Riders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Opens challenges and uses them up. What is proven meanwhile is added by {@link ProveChallenge}, on any channel: the
 * challenge lies in the database, not in a session.
 */
public final class Challenges {

    private final CustomerDesk desk;

    public Challenges(CustomerDesk desk) {
        this.desk = desk;
    }

    /**
     * A payment to be approved.
     *
     * @param payeeAccountId who gets the money
     * @param shown what the approver reads: payee and what for, 1 to 128 characters
     */
    public record PaymentCommand(UUID customerId, Money amount, long payeeAccountId, String shown) {

        public PaymentCommand {
            if (shown.isBlank() || shown.length() > 128 || payeeAccountId <= 0 || !amount.isPositive()) {
                throw new IllegalArgumentException("an amount, an account, and 1 to 128 characters that are shown");
            }
        }
    }

    /** For a payment; how much proof it needs goes by its amount. Errors: CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED. */
    public Challenge openPayment(PaymentCommand command) {
        desk.living(command.customerId());
        return insert(
                command.customerId(),
                Purpose.PAYMENT,
                Need.forPayment(command.amount().minor()),
                command.amount(),
                command.payeeAccountId(),
                command.shown(),
                null);
    }

    /** For something else than a payment: two factors of different kinds. Errors as {@link #openPayment}. */
    public Challenge open(UUID customerId, Purpose purpose) {
        if (purpose == Purpose.PAYMENT || purpose == Purpose.ENTERPRISE_PAYMENT) {
            throw new IllegalArgumentException("a payment says how much and to whom");
        }
        desk.living(customerId);
        return insert(customerId, purpose, Need.TWO_KINDS, Money.zero(Currency.CNY), 0, name(purpose), null);
    }

    /**
     * For a payment from an enterprise's wallet, begun by an operator.
     *
     * @param need {@link Need#MAKER} or {@link Need#MAKER_AND_CHECKER}
     */
    public Challenge openEnterprise(PaymentCommand command, UUID makerId, Need need) {
        return insert(
                command.customerId(),
                Purpose.ENTERPRISE_PAYMENT,
                need,
                command.amount(),
                command.payeeAccountId(),
                command.shown(),
                makerId);
    }

    /** As stored now. Errors: CHALLENGE_NOT_FOUND. */
    public Challenge find(UUID challengeId) {
        return desk.jdbc()
                .sql("SELECT " + ChallengeTable.COLUMNS + " FROM customer.challenge WHERE id = ?")
                .param(challengeId)
                .query((row, n) -> ChallengeTable.read(row))
                .optional()
                .orElseThrow(() -> new Refused(CustomerError.CHALLENGE_NOT_FOUND));
    }

    /** As {@link #find(UUID)}, when it is this customer's. */
    public Challenge find(UUID challengeId, UUID customerId) {
        Challenge challenge = find(challengeId);
        if (!challenge.customerId().equals(customerId)) {
            throw new Refused(CustomerError.CHALLENGE_NOT_FOUND);
        }
        return challenge;
    }

    /**
     * Uses a satisfied challenge up, once, for something else than a payment. Errors: CHALLENGE_NOT_FOUND, CHALLENGE_OPEN,
     * CHALLENGE_EXPIRED, CHALLENGE_USED, CHALLENGE_MISMATCH.
     */
    public void use(UUID challengeId, UUID customerId, Purpose purpose) {
        Challenge challenge = find(challengeId, customerId);
        post(List.of(ChallengeGuards.use(challengeId, customerId, purpose, challenge.approval())), challengeId);
    }

    /** Those of an account that are neither satisfied nor expired, oldest first. */
    public List<Challenge> openOf(UUID customerId) {
        return desk.jdbc()
                .sql("SELECT " + ChallengeTable.COLUMNS
                        + " FROM customer.challenge WHERE customer_id = ? AND state = 1 AND expires_ts > ? ORDER BY id")
                .params(customerId, desk.nowMicros())
                .query((row, n) -> ChallengeTable.read(row))
                .list();
    }

    /** Judges guards in a posting that moves no money; refuses with what they refused. */
    void post(List<Guard<?, ?>> guards, UUID affinity) {
        Decision decision =
                desk.ledger().post(new Posting(affinity.getLeastSignificantBits(), List.of(), guards, Riders.NONE));
        switch (decision) {
            case Decision.Applied applied -> {}
            case Decision.RefusedByGuard(var stamp, var code, var detail) ->
                throw new Refused(code, detail == null ? null : detail.toString());
            case Decision.Rejected(var stamp, var code, var detail) ->
                throw new Refused(code, detail == null ? null : detail.toString());
            case Decision.RefusedByLedger refused -> throw new IllegalStateException("no transfers, and refused");
            case Decision.Replayed replayed -> throw new IllegalStateException("no idempotency, and replayed");
        }
    }

    private Challenge insert(
            UUID customerId,
            Purpose purpose,
            Need need,
            Money amount,
            long payeeAccountId,
            String shown,
            @Nullable UUID makerId) {
        UUID id = desk.ids().next();
        byte[] approval =
                new Approval(name(purpose), amount, shown, customerId + "/" + payeeAccountId + "/" + id).digest();
        long now = desk.nowMicros();
        long expires = now + purpose.open().toNanos() / 1_000;
        desk.jdbc()
                .sql("""
                        INSERT INTO customer.challenge (id, customer_id, payee_account_id, amount_minor, created_ts, expires_ts,
                            purpose, needed, proven, state, maker_id, currency, shown, approval)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 1, ?, ?, ?, ?)""")
                .params(id, customerId, payeeAccountId, amount.minor(), now, expires)
                .params(purpose.number(), need.number())
                .param(makerId)
                .params(amount.currency().name(), shown)
                .param(approval)
                .update();
        return new Challenge(
                id,
                customerId,
                purpose,
                need,
                Set.of(),
                Challenge.State.OPEN,
                amount.minor(),
                amount.currency(),
                payeeAccountId,
                shown,
                approval,
                makerId,
                null,
                expires);
    }

    private static String name(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }
}
