package io.tongbao.customer.life;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.Devices;
import io.tongbao.customer.Moments;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.Purpose;
import io.tongbao.customer.identity.IdentityFile;
import io.tongbao.customer.identity.IdentityStatus;
import io.tongbao.customer.identity.IdentityStatuses;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.customer.notice.Notices;
import io.tongbao.ledger.Account;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept about a customer, for the customer alone, in the clear; payments are listed by the wallet's statement. Made
 * after a challenge, and told to the customer, since whoever gets it knows much.
 */
public final class DataStatement {

    private static final int MOST_NOTICES = 1_000;

    private final CustomerDesk desk;
    private final Challenges challenges;
    private final Devices devices;

    public DataStatement(CustomerDesk desk, Devices devices) {
        this.desk = desk;
        this.challenges = new Challenges(desk);
        this.devices = devices;
    }

    /** One version of a document that the customer accepted. */
    public record Consent(String document, String version, Instant acceptedAt) {}

    /** A number the customer had. */
    public record FormerNumber(String number, Instant until, String reason) {}

    /**
     * The statement.
     *
     * @param legalName and {@code documentNumber}: as verified; null before a claim
     */
    public record Statement(
            Instant madeAt,
            Customer customer,
            Account wallet,
            @Nullable String legalName,
            @Nullable String documentNumber,
            IdentityStatus identity,
            List<UUID> devices,
            List<Consent> consents,
            List<FormerNumber> formerNumbers,
            List<Hold> holds,
            List<Notices.Notice> notices) {

        public Statement {
            devices = List.copyOf(devices);
            consents = List.copyOf(consents);
            formerNumbers = List.copyOf(formerNumbers);
            holds = List.copyOf(holds);
            notices = List.copyOf(notices);
        }

        /** Nothing: it is all personal. */
        @Override
        public String toString() {
            return "Statement[" + customer.id() + "]";
        }
    }

    /**
     * @param challengeId of {@link Purpose#DATA_STATEMENT}, satisfied. Errors: CUSTOMER_NOT_FOUND; those of {@link
     *     Challenges#use}
     */
    public Statement execute(UUID customerId, UUID challengeId) {
        desk.customer(customerId);
        challenges.use(challengeId, customerId, Purpose.DATA_STATEMENT);
        Statement statement = read(customerId);
        desk.inTransaction(() -> {
            desk.notices().record(customerId, NoticeKind.DATA_EXPORTED);
            return true;
        });
        return statement;
    }

    private Statement read(UUID customerId) {
        Customer customer = desk.customer(customerId);
        Optional<IdentityFile> file = IdentityFile.find(desk, customerId);
        return new Statement(
                desk.now(),
                customer,
                desk.ledger().account(customer.walletAccountId()).orElseThrow(),
                file.map(IdentityFile::name).orElse(null),
                file.map(f -> f.document().number()).orElse(null),
                new IdentityStatuses(desk).of(customerId),
                devices.ofCustomer(customerId).stream()
                        .map(device -> device.id())
                        .toList(),
                desk.jdbc()
                        .sql("SELECT document, version, accepted_at FROM customer.consent"
                                + " WHERE customer_id = ? ORDER BY accepted_at")
                        .param(customerId)
                        .query((row, n) ->
                                new Consent(row.getString(1), row.getString(2), Moments.read(row, "accepted_at")))
                        .list(),
                desk.jdbc()
                        .sql("SELECT msisdn, changed_at, reason FROM customer.number_history"
                                + " WHERE customer_id = ? ORDER BY id")
                        .param(customerId)
                        .query((row, n) ->
                                new FormerNumber(row.getString(1), Moments.read(row, "changed_at"), row.getString(3)))
                        .list(),
                new Holds(desk).of(customerId),
                desk.notices().of(customerId, MOST_NOTICES));
    }
}
