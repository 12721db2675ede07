package io.tongbao.customer.identity;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.Moments;
import io.tongbao.customer.tier.CheckKind;
import io.tongbao.kernel.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Has others confirm who a customer says they are. Each check is written down before it is asked and again when it is
 * answered; nobody is asked twice for what they confirmed, unless the account is dormant and wants confirming again.
 *
 * <p>Errors: CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED, IDENTITY_NOT_CLAIMED, DOCUMENT_EXPIRED.
 */
public final class VerifyIdentity {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LONGEST_RETRY = Duration.ofHours(6);
    private static final int MOST_TRIES = 40;

    private final CustomerDesk desk;
    private final List<IdentityCheck> checks;
    private final AnswerCheck answer;

    public VerifyIdentity(CustomerDesk desk, List<IdentityCheck> checks) {
        this.desk = desk;
        this.checks = List.copyOf(checks);
        this.answer = new AnswerCheck(desk);
    }

    /** @param kinds whom to ask; those without an adapter are left out */
    public IdentityStatus execute(UUID customerId, Set<CheckKind> kinds) {
        Customer customer = desk.living(customerId);
        IdentityFile file = claimed(customerId);
        file.document().requireValid(desk.today());
        for (IdentityCheck check : checks) {
            if (kinds.contains(check.kind())) {
                UUID id = desk.inTransaction(() -> open(customer, check));
                if (!id.equals(NOTHING_TO_ASK)) {
                    ask(id, check, customer, file, 0);
                }
            }
        }
        return new IdentityStatuses(desk).of(customerId);
    }

    /** Asks again what could not be answered before; for a job. Returns how many were asked. */
    public int retry(int most) {
        record Due(UUID id, UUID customerId, String kind, String source, int tries) {}
        List<Due> due = desk.jdbc()
                .sql("""
                        UPDATE customer.identity_check SET retry_at = ? WHERE id IN (
                            SELECT id FROM customer.identity_check WHERE state = 1 AND retry_at <= ?
                            ORDER BY retry_at LIMIT ? FOR UPDATE SKIP LOCKED)
                        RETURNING id, customer_id, kind, source, tries""")
                .param(Moments.at(desk.now().plus(LONGEST_RETRY)))
                .param(Moments.at(desk.now()))
                .param(most)
                .query((row, n) -> new Due(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        row.getString(4),
                        row.getInt(5)))
                .list();
        for (Due each : due) {
            for (IdentityCheck check : checks) {
                if (check.kind().name().equals(each.kind()) && check.source().equals(each.source())) {
                    IdentityFile.find(desk, each.customerId())
                            .ifPresent(file ->
                                    ask(each.id(), check, desk.customer(each.customerId()), file, each.tries()));
                }
            }
        }
        return due.size();
    }

    private static final UUID NOTHING_TO_ASK = new UUID(0, 0);

    private IdentityFile claimed(UUID customerId) {
        return IdentityFile.find(desk, customerId).orElseThrow(() -> new Refused(CustomerError.IDENTITY_NOT_CLAIMED));
    }

    /** One open or passed check of a kind and source at a time. */
    private UUID open(Customer customer, IdentityCheck check) {
        desk.lock(customer.id());
        boolean again = customer.status() == CustomerStatus.DORMANT;
        List<UUID> standing = desk.jdbc()
                .sql("""
                        SELECT id FROM customer.identity_check
                        WHERE customer_id = ? AND kind = ? AND source = ? AND (state = 1 OR (state = 2 AND NOT ?))""")
                .params(customer.id(), check.kind().name(), check.source(), again)
                .query(UUID.class)
                .list();
        if (!standing.isEmpty()) {
            return NOTHING_TO_ASK;
        }
        UUID id = desk.ids().next();
        Instant now = desk.now();
        desk.jdbc()
                .sql("""
                        INSERT INTO customer.identity_check (id, customer_id, asked_at, retry_at, tries, state, kind, source)
                        VALUES (?, ?, ?, ?, 0, 1, ?, ?)""")
                .params(id, customer.id(), Moments.at(now), Moments.at(now.plus(FIRST_RETRY)))
                .params(check.kind().name(), check.source())
                .update();
        return id;
    }

    private void ask(UUID id, IdentityCheck check, Customer customer, IdentityFile file, int tries) {
        IdentityCheck.Answer said =
                check.ask(new IdentityCheck.Question(id, file.name(), file.document(), customer.msisdn()));
        if (said instanceof IdentityCheck.Answer.Unknown(String reason)) {
            Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(tries, 12));
            Instant next = desk.now().plus(wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY);
            desk.jdbc()
                    .sql("UPDATE customer.identity_check SET tries = tries + 1, retry_at = ?, reason = ?"
                            + " WHERE id = ? AND state = 1")
                    .param(tries + 1 < MOST_TRIES ? Moments.at(next) : null)
                    .param(reason)
                    .param(id)
                    .update();
            return;
        }
        answer.execute(id, said);
    }
}
