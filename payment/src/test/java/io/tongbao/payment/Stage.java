package io.tongbao.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Customers;
import io.tongbao.customer.FreezeCustomer;
import io.tongbao.customer.Pin;
import io.tongbao.customer.PinKeyring;
import io.tongbao.customer.RegisterCommand;
import io.tongbao.customer.RegisterCustomer;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.outbox.EventSignal;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A whole payment platform without edges, on a database of its own, with a clock the test turns. */
final class Stage implements AutoCloseable {

    static final String PIN = "246810";

    final TestDatabase database = TestPostgres.database("ledger", "outbox", "customer", "payment");
    final FakeClock clock = new FakeClock();
    final LedgerNode ledger = LedgerNode.start(
            database.dataSource(), LedgerOptions.defaults("test").withLanes(2), clock);
    final Ids ids = Ids.secure(clock);
    final Customers customers = new Customers(database.dataSource());
    final PinKeyring keyring = new PinKeyring(Vault.inMemory());
    final RegisterCustomer register = new RegisterCustomer(database.dataSource(), keyring, clock);
    final FreezeCustomer freeze = new FreezeCustomer(database.dataSource(), customers);
    final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    final EventSignal signal = new EventSignal();
    final PaymentDesk desk = desk(PolicyPack.DEFAULT);
    final PaymentQueries queries = new PaymentQueries(desk);
    final UUID shop = ids.next();
    final long shopAccount = account(ChartOfAccounts.PROVIDER_PAYABLE, AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS);
    final UUID bank = ids.next();
    final long bankAccount = account(ChartOfAccounts.OPENING, null);
    private final AtomicInteger counter = new AtomicInteger();

    PaymentDesk desk(PolicyPack policy) {
        return new PaymentDesk(
                ledger, database.dataSource(), clock, ids, customers, new CustomerGuards(keyring), signal, policy);
    }

    /** A customer with this much in the wallet. */
    Customer customer(String name, long balanceMinor) {
        Msisdn number = new Msisdn("+8613" + (800_000_000L + counter.incrementAndGet()));
        Customer customer = register.execute(new RegisterCommand(ids.next(), number, name, Currency.CNY, Pin.of(PIN)));
        if (balanceMinor > 0) {
            Outcome<Payment> cash = new CashIn(desk)
                    .execute(
                            new CashInCommand(key(), bank, bankAccount, customer.id(), null, cny(balanceMinor)),
                            PlainAnswers.PAYMENT);
            assertThat(cash.succeeded()).isTrue();
        }
        return customer;
    }

    IdempotencyId key() {
        return IdempotencyId.ofSystem("test", "key-" + counter.incrementAndGet());
    }

    String reference() {
        return "order-" + counter.incrementAndGet();
    }

    static Money cny(long minor) {
        return Money.of(minor, Currency.CNY);
    }

    PayerProof.PinProof pin(Customer customer) {
        return new PayerProof.PinProof(customer.id(), Pin.of(PIN));
    }

    PayerProof.PinProof wrongPin(Customer customer) {
        return new PayerProof.PinProof(customer.id(), Pin.of("111111"));
    }

    CreatePaymentCommand order(long minor) {
        return order(minor, 0, 0);
    }

    /** With a capture window above 0 the order is captured later. */
    CreatePaymentCommand order(long minor, int cancelWindowSeconds, int captureWindowSeconds) {
        return new CreatePaymentCommand(
                key(),
                shop,
                shopAccount,
                reference(),
                cny(minor),
                "两杯咖啡",
                null,
                900,
                cancelWindowSeconds,
                captureWindowSeconds == 0 ? CaptureMode.AUTOMATIC : CaptureMode.MANUAL,
                captureWindowSeconds);
    }

    Payment create(CreatePaymentCommand command) {
        return new CreatePayment(desk).execute(command, PlainAnswers.PAYMENT).required();
    }

    Outcome<Payment> confirm(Payment payment, PayerProof proof) {
        return new ConfirmPayment(desk)
                .execute(
                        new ConfirmCommand(key(), new PaymentTarget.ById(payment.id()), proof, null),
                        PlainAnswers.PAYMENT);
    }

    /** An order, confirmed by PIN. */
    Payment paid(Customer customer, CreatePaymentCommand command) {
        return confirm(create(command), pin(customer)).required();
    }

    Agreement agreement(Customer customer, long perPayment, long daily) {
        return new CreateAgreement(desk)
                .execute(
                        new CreateAgreementCommand(key(), shop, cny(perPayment), cny(daily), pin(customer)),
                        PlainAnswers.AGREEMENT)
                .required();
    }

    AgreementPaymentCommand byAgreement(Agreement agreement, long minor) {
        return new AgreementPaymentCommand(key(), agreement.id(), shop, shopAccount, reference(), cny(minor), "bus", 0);
    }

    /** A moment after whatever came before, so that refunds have an order. */
    Outcome<Refund> refund(Payment payment, long minor) {
        clock.advance(Duration.ofMillis(1));
        return new RefundPayment(desk)
                .execute(
                        new RefundCommand(key(), payment.id(), shop, reference(), minor, "returned"),
                        PlainAnswers.REFUND);
    }

    Outcome<Payment> cancel(Payment payment, Party by) {
        return new CancelPayment(desk).execute(new CancelCommand(key(), payment.id(), by), PlainAnswers.PAYMENT);
    }

    Outcome<Payment> capture(Payment payment, long minor) {
        return new CapturePayment(desk)
                .execute(new CaptureCommand(key(), payment.id(), shop, minor), PlainAnswers.PAYMENT);
    }

    Payment now(Payment payment) {
        return queries.byId(Party.PLATFORM, payment.id()).orElseThrow();
    }

    long available(Customer customer) {
        return ledger.account(customer.walletAccountId()).orElseThrow().available();
    }

    long shopBalance() {
        return ledger.account(shopAccount).orElseThrow().balance();
    }

    long account(ChartOfAccounts code, @Nullable AccountFlag limit) {
        Set<AccountFlag> flags = limit == null ? Set.of(AccountFlag.HISTORY) : Set.of(AccountFlag.HISTORY, limit);
        try (Connection connection = database.dataSource().getConnection()) {
            long id = AccountStore.nextIds(connection, 1)[0];
            AccountStore.open(connection, List.of(new AccountSpec(id, Currency.CNY.ledger(), code.code(), flags)));
            return id;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> events(UUID subject) {
        return jdbc.sql("SELECT type FROM outbox.event WHERE subject_id = ? ORDER BY xid, seq")
                .param(subject)
                .query(String.class)
                .list();
    }

    /** Everything that tells of money and of changes, to see that nothing changed. */
    String fingerprint() {
        return jdbc.sql("""
                        SELECT (SELECT coalesce(sum(hashtextextended(a::text, 0)), 0) FROM ledger.account a) || '/'
                            || (SELECT count(*) FROM ledger.transfer) || '/'
                            || (SELECT coalesce(sum(hashtextextended(o::text, 0)), 0) FROM payment.orders o) || '/'
                            || (SELECT count(*) FROM payment.refund) || '/'
                            || (SELECT coalesce(sum(hashtextextended(g::text, 0)), 0) FROM payment.agreement g) || '/'
                            || (SELECT count(*) FROM outbox.event) || '/'
                            || (SELECT count(*) FROM payment.idempotency)""").query(String.class).single();
    }

    /** Debits equal credits, posted and pending, and every account equals the fold of its transfers. */
    void assertConserved() {
        assertThat(jdbc.sql("""
                                SELECT sum(debits_posted) = sum(credits_posted)
                                   AND sum(debits_pending) = sum(credits_pending) FROM ledger.account""").query(Boolean.class).single()).isTrue();
        assertThat(jdbc.sql("""
                                WITH moved AS (SELECT debit_id, credit_id, amount FROM ledger.transfer WHERE kind IN (0, 2)),
                                     debits AS (SELECT debit_id AS id, sum(amount) AS total FROM moved GROUP BY 1),
                                     credits AS (SELECT credit_id AS id, sum(amount) AS total FROM moved GROUP BY 1)
                                SELECT count(*) FROM ledger.account a
                                LEFT JOIN debits d ON d.id = a.id LEFT JOIN credits c ON c.id = a.id
                                WHERE a.debits_posted <> coalesce(d.total, 0) OR a.credits_posted <> coalesce(c.total, 0)""").query(Long.class).single()).isZero();
    }

    @Override
    public void close() {
        ledger.close();
        database.close();
    }
}
