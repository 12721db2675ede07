package io.tongbao.payment.card;

import io.tongbao.bank.Bank;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.Customers;
import io.tongbao.customer.FreezeCustomer;
import io.tongbao.customer.Pin;
import io.tongbao.customer.PinKeyring;
import io.tongbao.customer.RegisterCommand;
import io.tongbao.customer.RegisterCustomer;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.TextMessage;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.partner.PartnerError;
import io.tongbao.partner.PartnerId;
import io.tongbao.payment.funding.BankAccess;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Customers, one bank and its cards, on a database of its own. */
final class CardStage implements AutoCloseable {

    static final String ID = "11010519491231002X";
    static final String PHONE = "+8613900139000";

    final TestDatabase database = TestPostgres.database("ledger", "outbox", "customer", "payment");
    final FakeClock clock = new FakeClock();
    final LedgerNode ledger = LedgerNode.start(
            database.dataSource(), LedgerOptions.defaults("test").withLanes(1), clock);
    final Vault vault = Vault.inMemory();
    final Customers customers = new Customers(database.dataSource());
    final List<TextMessage> texts = new ArrayList<>();
    final CustomerDesk customerDesk =
            new CustomerDesk(database.dataSource(), ledger, clock, Ids.secure(clock), customers, vault, texts::add);
    final FakeBank bank = new FakeBank("icbc");
    final CardDesk desk = new CardDesk(customerDesk, new One(bank), BinTable.shipped(), CardPolicy.DEFAULT);
    final CardBook book = new CardBook(desk);
    final BindCard bind = new BindCard(desk);
    final ConfirmCard confirm = new ConfirmCard(desk);
    final UnbindCard unbind = new UnbindCard(desk);
    final CardJobs jobs = new CardJobs(desk);
    final FreezeCustomer freeze = new FreezeCustomer(database.dataSource(), customers);
    private final AtomicInteger counter = new AtomicInteger();

    private record One(Bank bank) implements BankAccess {
        @Override
        public Bank bank(PartnerId id) {
            if (!id.equals(bank.profile().id())) {
                throw new Refused(PartnerError.PARTNER_UNAVAILABLE);
            }
            return bank;
        }

        @Override
        public List<PartnerId> banks() {
            return List.of(bank.profile().id());
        }
    }

    Customer customer(String name) {
        Msisdn number = new Msisdn("+8613" + (800_000_000L + counter.incrementAndGet()));
        return new RegisterCustomer(database.dataSource(), new PinKeyring(vault), clock)
                .execute(new RegisterCommand(customerDesk.ids().next(), number, name, Currency.CNY, Pin.of("246810")));
    }

    /** A debit card that the bank issued to 李雷, number made of {@code n}. */
    CardNumber debitCard(int n) {
        String digits = "622202" + "%012d".formatted(n);
        return issued(new CardNumber(digits + Luhn.checkDigit(digits)), null);
    }

    CardNumber creditCard(int n, String expiry) {
        String digits = "622230" + "%09d".formatted(n);
        return issued(new CardNumber(digits + Luhn.checkDigit(digits)), expiry);
    }

    private CardNumber issued(CardNumber number, @Nullable String expiry) {
        bank.issue(new CardDetails(number.digits(), expiry, null, "李雷", ID, PHONE));
        return number;
    }

    BindCardCommand command(Customer customer, CardNumber number, SignUp.Mode mode) {
        return command(customer, number, mode, "key-" + counter.incrementAndGet());
    }

    BindCardCommand command(Customer customer, CardNumber number, SignUp.Mode mode, String key) {
        return new BindCardCommand(customer.id(), key, number, null, null, "李雷", ID, new Msisdn(PHONE), mode, "");
    }

    BindCardCommand credit(Customer customer, CardNumber number, String expiry, String cvv) {
        return new BindCardCommand(
                customer.id(),
                "key-" + counter.incrementAndGet(),
                number,
                expiry,
                cvv,
                "李雷",
                ID,
                new Msisdn(PHONE),
                SignUp.Mode.BANK_CODE,
                "");
    }

    BoundCard bound(Customer customer, CardNumber number) {
        BoundCard card = bind.execute(command(customer, number, SignUp.Mode.BANK_CODE));
        return confirm.execute(customer.id(), card.id(), FakeBank.CODE);
    }

    /** All rows of the schema payment and the notices, as text. */
    String dump() {
        StringBuilder all = new StringBuilder();
        for (String table : List.of("payment.card", "customer.notice", "outbox.event")) {
            customerDesk
                    .jdbc()
                    .sql("SELECT t::text FROM " + table + " t")
                    .query(String.class)
                    .list()
                    .forEach(row -> all.append(row).append('\n'));
        }
        return all.toString();
    }

    @Override
    public void close() {
        ledger.close();
        database.close();
    }
}
