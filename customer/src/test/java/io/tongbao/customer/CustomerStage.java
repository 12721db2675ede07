package io.tongbao.customer;

import io.tongbao.credential.AccessChannel;
import io.tongbao.credential.Attempt;
import io.tongbao.credential.GuessLimits;
import io.tongbao.credential.GuessPolicies;
import io.tongbao.credential.OneTimeCodes;
import io.tongbao.credential.ProofOfWork;
import io.tongbao.credential.TotpDevices;
import io.tongbao.customer.challenge.Challenge;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.ProofFactor;
import io.tongbao.customer.challenge.ProveChallenge;
import io.tongbao.customer.challenge.Purpose;
import io.tongbao.customer.identity.AnswerCheck;
import io.tongbao.customer.identity.ClaimIdentity;
import io.tongbao.customer.identity.Documents;
import io.tongbao.customer.identity.IdentityCheck;
import io.tongbao.customer.identity.IdentityDocument;
import io.tongbao.customer.identity.IdentityStatuses;
import io.tongbao.customer.identity.VerifyIdentity;
import io.tongbao.customer.life.TellCredentialChanges;
import io.tongbao.customer.registration.Register;
import io.tongbao.customer.tier.CheckKind;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.TextMessage;
import io.tongbao.kernel.TextSender;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Riders;
import io.tongbao.ledger.Transfer;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.SeededRandom;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything about customers without edges, on a database of its own, with a clock the test turns and a phone it reads. */
public final class CustomerStage implements AutoCloseable {

    public static final String PIN = "258036";
    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");

    public final TestDatabase database = TestPostgres.database("ledger", "outbox", "vault", "credential", "customer");
    public final FakeClock clock = new FakeClock();
    public final LedgerNode ledger = LedgerNode.start(
            database.dataSource(), LedgerOptions.defaults("test").withLanes(2), clock);
    public final Ids ids = Ids.secure(clock);
    public final List<TextMessage> texts = new CopyOnWriteArrayList<>();
    public final TextSender phone = texts::add;
    public final Vault vault = Vault.inMemory();
    public final Customers customers = new Customers(database.dataSource());
    public final PinKeyring keyring = new PinKeyring(vault);
    public final RegisterCustomer registerCustomer = new RegisterCustomer(database.dataSource(), keyring, clock);
    public final CustomerGuards guards = new CustomerGuards(keyring);
    public final CustomerDesk desk =
            new CustomerDesk(database.dataSource(), ledger, clock, ids, customers, vault, phone);
    public final TellCredentialChanges events = new TellCredentialChanges(desk);
    public final GuessLimits limits =
            new GuessLimits(database.dataSource(), vault, clock, GuessPolicies.DEFAULT, events);
    public final OneTimeCodes codes = new OneTimeCodes(
            database.dataSource(), vault, limits, clock, ids, new SeededRandom(7), phone, Runnable::run);
    public final TotpDevices totp =
            new TotpDevices(database.dataSource(), vault, limits, clock, new SeededRandom(8), events);
    public final ProofOfWork work = new ProofOfWork(database.dataSource(), vault, clock, new SeededRandom(9));
    public final Register register = new Register(desk, registerCustomer, codes, limits, work);
    public final Devices devices = new Devices(database.dataSource());
    public final EnrolDevice enrolDevice = new EnrolDevice(database.dataSource(), customers, ids, clock);
    public final Challenges challenges = new Challenges(desk);
    public final ProveChallenge prove = new ProveChallenge(desk, guards, devices, codes, totp, limits);
    public final ClaimIdentity claim = new ClaimIdentity(desk);
    public final Documents documents = new Documents(desk);
    public final IdentityStatuses statuses = new IdentityStatuses(desk);
    public final AnswerCheck answers = new AnswerCheck(desk);
    public final Map<CheckKind, IdentityCheck.Answer> registry = new EnumMap<>(CheckKind.class);
    public final VerifyIdentity verify = new VerifyIdentity(desk, checks());
    public final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final long opening = openingAccount();
    private final AtomicInteger counter = new AtomicInteger();

    /** What a fake source answers: as scripted, else a match. */
    private List<IdentityCheck> checks() {
        List<IdentityCheck> checks = new ArrayList<>();
        for (CheckKind kind : CheckKind.values()) {
            checks.add(new IdentityCheck() {
                @Override
                public CheckKind kind() {
                    return kind;
                }

                @Override
                public String source() {
                    return "fake-" + kind.wire();
                }

                @Override
                public Answer ask(Question question) {
                    return registry.getOrDefault(kind, new Answer.Match());
                }
            });
        }
        return checks;
    }

    public Msisdn number() {
        return new Msisdn("+8613" + (800_000_000L + counter.incrementAndGet()));
    }

    /** A customer under limits, without a class. */
    public Customer customer(String name) {
        return customer(name, number(), Language.ZH);
    }

    public Customer customer(String name, Msisdn number, Language language) {
        return registerCustomer.execute(new RegisterCommand(
                ids.next(), number, name, Currency.CNY, Pin.of(PIN), true, CustomerKind.PERSON, language));
    }

    /** Claimed and confirmed by so many sources. */
    public Customer verified(String name, IdentityDocument document, int sources) {
        Customer customer = customer(name);
        claim.execute(new ClaimIdentity.Command(customer.id(), name, document));
        verify.execute(
                customer.id(), EnumSet.copyOf(Arrays.asList(CheckKind.values()).subList(0, sources)));
        return customer;
    }

    public void fund(Customer customer, long minor) {
        applied(pay(opening, customer.walletAccountId(), minor, List.of()));
    }

    /** A payment as the payment module makes it, to wherever money comes from here. */
    public Decision spend(Customer customer, long minor) {
        List<Guard<?, ?>> judged = new ArrayList<>(guards.allowance(facts(customer), minor));
        judged.add(guards.payer(customer.id()));
        return pay(customer.walletAccountId(), opening, minor, judged);
    }

    public CustomerFacts facts(Customer customer) {
        return customers.facts(customer.id()).orElseThrow();
    }

    private Decision pay(long from, long to, long minor, List<Guard<?, ?>> judged) {
        UUID id = ids.next();
        Transfer transfer = Transfer.single(id, from, to, minor, Currency.CNY.ledger(), 1, null);
        return ledger.post(new Posting(id.getLeastSignificantBits(), List.of(transfer), judged, Riders.NONE));
    }

    public static void applied(Decision decision) {
        if (!(decision instanceof Decision.Applied)) {
            throw new AssertionError("not applied: " + decision);
        }
    }

    public long available(Customer customer) {
        return ledger.account(customer.walletAccountId()).orElseThrow().available();
    }

    public Customer now(Customer customer) {
        return customers.find(customer.id()).orElseThrow();
    }

    /** The last code that reached this number. */
    public String code(Msisdn number) {
        for (TextMessage text : texts.reversed()) {
            Matcher matcher = CODE.matcher(text.text());
            if (text.to().equals(number) && matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("no code reached this number");
    }

    public List<String> textsTo(Msisdn number) {
        return texts.stream()
                .filter(text -> text.to().equals(number))
                .map(TextMessage::text)
                .toList();
    }

    public static Attempt attempt(String target) {
        return new Attempt(target, AccessChannel.WEB, "192.0.2.7", null);
    }

    public static Attempt attempt(Customer customer) {
        return attempt("customer:" + customer.id());
    }

    /** A challenge for something else than a payment, satisfied by SMS code and PIN or identity number. */
    public UUID satisfied(Customer customer, Purpose purpose, String secondFactor) {
        clock.advance(Duration.ofMinutes(61));
        Challenge challenge = challenges.open(customer.id(), purpose);
        UUID id = challenge.id();
        if (purpose.accepted().contains(ProofFactor.SMS_CODE)) {
            UUID codeId = prove.sendCode(
                    id, customer.id(), attempt(now(customer).msisdn().e164()));
            prove.byCode(id, customer.id(), codeId, code(now(customer).msisdn()), attempt(customer));
        }
        if (purpose.accepted().contains(ProofFactor.PIN)) {
            try (Pin pin = Pin.of(secondFactor)) {
                prove.byPin(id, customer.id(), pin, null);
            }
        } else {
            prove.byIdentityNumber(id, customer.id(), secondFactor, attempt(customer));
        }
        return id;
    }

    private long openingAccount() {
        try (Connection connection = database.dataSource().getConnection()) {
            long id = AccountStore.nextIds(connection, 1)[0];
            AccountStore.open(
                    connection,
                    List.of(new AccountSpec(
                            id, Currency.CNY.ledger(), ChartOfAccounts.OPENING.code(), Set.of(AccountFlag.HISTORY))));
            return id;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        ledger.close();
        database.close();
    }
}
