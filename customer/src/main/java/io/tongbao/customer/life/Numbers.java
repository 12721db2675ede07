package io.tongbao.customer.life;

import io.tongbao.credential.Attempt;
import io.tongbao.credential.CheckCode;
import io.tongbao.credential.CodePurpose;
import io.tongbao.credential.IssueCode;
import io.tongbao.credential.OneTimeCodes;
import io.tongbao.credential.Subject;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.Moments;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.Purpose;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;

/**
 * Phone numbers change: customers take new ones, carriers give old ones to others, SIM cards are replaced, by their owners or
 * by thieves. Money must not follow a number to its next holder: the ledger's guards compare the number inside the batch.
 */
public final class Numbers {

    private static final Duration CODE_VALIDITY = Duration.ofMinutes(10);

    private final CustomerDesk desk;
    private final Challenges challenges;
    private final OneTimeCodes codes;

    public Numbers(CustomerDesk desk, OneTimeCodes codes) {
        this.desk = desk;
        this.challenges = new Challenges(desk);
        this.codes = codes;
    }

    /**
     * Sends a code to the number a customer wants to change to. Nobody learns whether it is somebody else's. Errors:
     * TRY_LATER, CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED.
     *
     * @return id to bring back with the code
     */
    public UUID startChange(UUID customerId, Msisdn number, Attempt attempt) {
        Customer customer = desk.living(customerId);
        boolean taken = desk.customers().byMsisdn(number).isPresent();
        return codes.issue(new IssueCode(
                        CodePurpose.CHANGE_NUMBER,
                        number,
                        Subject.customer(customerId).word(),
                        bound(number),
                        code -> customer.language()
                                .choose(
                                        "【通宝】验证码 " + code + "，用于将账户手机号改为本号码。切勿告诉任何人。",
                                        "Tongbao code " + code
                                                + " to move an account to this number. Never tell anyone."),
                        CODE_VALIDITY,
                        attempt,
                        taken))
                .id();
    }

    /**
     * @param challengeId of {@link Purpose#NUMBER_CHANGE}, satisfied: that it is the customer
     * @param codeId and {@code code}: that the new number is at hand. Errors: those of both, MSISDN_ALREADY_REGISTERED
     */
    public Customer finishChange(
            UUID customerId, Msisdn number, UUID challengeId, UUID codeId, String code, Attempt attempt) {
        desk.living(customerId);
        Subject subject = Subject.customer(customerId);
        codes.check(new CheckCode(
                        codeId, CodePurpose.CHANGE_NUMBER, subject.word(), bound(number), code, attempt, subject))
                .orRefuse();
        challenges.use(challengeId, customerId, Purpose.NUMBER_CHANGE);
        try {
            return desk.inTransaction(() -> {
                desk.lock(customerId);
                // To the old number first, whose holder may be the one who is robbed.
                desk.notices().record(customerId, NoticeKind.NUMBER_CHANGED);
                move(customerId, number, "changed");
                desk.allowances().coolOff(customerId, desk.now());
                desk.notices().record(customerId, NoticeKind.NUMBER_CHANGED);
                return desk.customer(customerId);
            });
        } catch (DuplicateKeyException e) {
            throw new Refused(CustomerError.MSISDN_ALREADY_REGISTERED);
        } finally {
            desk.customers().forgetAll();
        }
    }

    /**
     * The carrier has given this number to somebody else: who had it keeps the account, without a number, suspended until
     * verified again and with a new number. Nobody is told: the phone is a stranger's by now. Empty when nobody had it.
     */
    public Optional<Customer> recycled(Msisdn number) {
        Optional<Customer> holder = desk.customers().byMsisdn(number);
        if (holder.isEmpty()) {
            return Optional.empty();
        }
        UUID id = holder.get().id();
        Customer left = desk.inTransaction(() -> {
            Customer customer = desk.lock(id);
            if (customer.msisdn().equals(number)) {
                move(id, nowhere(customer), "recycled");
                desk.jdbc()
                        .sql("UPDATE customer.customer SET status = ?, dormant_at = ? WHERE id = ? AND status = ?")
                        .params(CustomerStatus.DORMANT.number(), Moments.at(desk.now()), id)
                        .param(CustomerStatus.ACTIVE.number())
                        .update();
            }
            return desk.customer(id);
        });
        desk.customers().forgetAll();
        return Optional.of(left);
    }

    /** The carrier reports another SIM card under this number: limits are low for a day. Empty when nobody has it. */
    public Optional<Customer> simChanged(Msisdn number) {
        Optional<Customer> holder = desk.customers().byMsisdn(number);
        holder.ifPresent(customer -> desk.inTransaction(() -> {
            desk.allowances().coolOff(customer.id(), desk.now());
            desk.notices().record(customer.id(), NoticeKind.SIM_CHANGED);
            return true;
        }));
        return holder;
    }

    /** What this node remembers of whom a number belongs to; after a change within somebody else's transaction. */
    public void forget() {
        desk.customers().forgetAll();
    }

    private void move(UUID customerId, Msisdn to, String reason) {
        desk.jdbc()
                .sql("""
                        INSERT INTO customer.number_history (id, customer_id, changed_at, msisdn, reason)
                        SELECT ?, id, ?, msisdn, ? FROM customer.customer WHERE id = ?""")
                .params(desk.ids().next(), Moments.at(desk.now()), reason, customerId)
                .update();
        desk.jdbc()
                .sql("UPDATE customer.customer SET msisdn = ? WHERE id = ?")
                .params(to.e164(), customerId)
                .update();
    }

    /** Country code 999 is reserved by E.164 and never assigned: what stands for "no number", different for each customer. */
    static Msisdn nowhere(Customer customer) {
        return new Msisdn("+999" + String.format(Locale.ROOT, "%011d", customer.walletAccountId()));
    }

    private static byte[] bound(Msisdn number) {
        return number.e164().getBytes(StandardCharsets.US_ASCII);
    }
}
