package io.tongbao.payment.prepaid;

import io.tongbao.credential.AccessChannel;
import io.tongbao.credential.Attempt;
import io.tongbao.credential.GuessLimits;
import io.tongbao.credential.GuessPolicies;
import io.tongbao.credential.SecurityEvents;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Customers;
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
import io.tongbao.payment.IdempotencyId;
import io.tongbao.payment.LoadFromPrepaid;
import io.tongbao.payment.Outcome;
import io.tongbao.payment.PayerProof;
import io.tongbao.payment.Payment;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.payment.PlainAnswers;
import io.tongbao.payment.PolicyPack;
import io.tongbao.payment.PrepaidLoadCommand;
import io.tongbao.staff.Acting;
import io.tongbao.staff.AuditTrail;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Assumptions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** Prepaid cards from their product to a holder, with openssl as whoever prints them. */
final class PrepaidStage implements AutoCloseable {

    final TestDatabase database =
            TestPostgres.database("ledger", "outbox", "credential", "staff", "customer", "payment");
    final FakeClock clock = new FakeClock();
    final LedgerNode ledger = LedgerNode.start(
            database.dataSource(), LedgerOptions.defaults("test").withLanes(1), clock);
    final Ids ids = Ids.secure(clock);
    final Vault vault = Vault.inMemory();
    final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    final Customers customers = new Customers(database.dataSource());
    final PinKeyring keyring = new PinKeyring(vault);
    final PrepaidDesk desk = new PrepaidDesk(
            database.dataSource(),
            ledger,
            clock,
            ids,
            vault,
            new AuditTrail(database.dataSource(), clock),
            new SecureRandom());
    final PaymentDesk payments = new PaymentDesk(
            ledger,
            database.dataSource(),
            clock,
            ids,
            customers,
            new CustomerGuards(keyring),
            new EventSignal(),
            PolicyPack.DEFAULT);
    final GuessLimits limits =
            new GuessLimits(database.dataSource(), vault, clock, GuessPolicies.DEFAULT, SecurityEvents.nobody());
    final PrepaidBook book = new PrepaidBook(desk);
    final ClaimPrepaid claim = new ClaimPrepaid(desk, limits);
    final ActivatePrepaid activate = new ActivatePrepaid(desk);
    final Acting staff = Acting.machine("test");
    final Path directory;
    final String certificate;
    private final AtomicInteger counter = new AtomicInteger();

    /** What was printed on one card. */
    record Printed(String serial, PrepaidSecret secret) {}

    PrepaidStage(boolean elliptic) {
        requireOpenssl();
        try {
            directory = Files.createTempDirectory("prepaid");
            KeyPairGenerator pairs = KeyPairGenerator.getInstance(elliptic ? "EC" : "RSA");
            pairs.initialize(elliptic ? 256 : 2048);
            KeyPair pair = pairs.generateKeyPair();
            X500Name name = new X500Name("CN=Card printer");
            byte[] der = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(FakeClock.START.minus(Duration.ofDays(1))),
                            Date.from(FakeClock.START.plus(Duration.ofDays(9_000))),
                            name,
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder(elliptic ? "SHA256withECDSA" : "SHA256withRSA")
                            .build(pair.getPrivate()))
                    .getEncoded();
            Files.writeString(
                    directory.resolve("key.pem"),
                    pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.writeString(directory.resolve("cert.pem"), pem("CERTIFICATE", der));
            certificate = Files.readString(directory.resolve("cert.pem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    /** Absent openssl is a reason to skip on a laptop and to fail where everything is checked. */
    static void requireOpenssl() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "openssl")));
        if (!"true".equals(System.getenv("CI"))) {
            Assumptions.assumeTrue(there, "openssl is not installed");
        }
    }

    private void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + ": " + Files.readString(directory.resolve("log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    PrepaidProduct product(PrepaidProduct.Expiry expiry, boolean loadsWallet, Set<UUID> providers) {
        return new CreatePrepaidProduct(desk)
                .execute(
                        "product-" + counter.incrementAndGet(),
                        new PrepaidProduct(
                                ids.next(),
                                "百元卡",
                                "Hundred",
                                Currency.CNY,
                                List.of(10_000L, 5_000L),
                                365,
                                expiry,
                                loadsWallet,
                                providers,
                                Set.of(),
                                true),
                        staff);
    }

    IssuePrepaid.Batch batch(PrepaidProduct product, long face, int count) {
        return new IssuePrepaid.Batch(ids.next(), product.id(), face, count, certificate);
    }

    /** Approved: as the deciding transaction does it. */
    UUID approved(IssuePrepaid.Batch batch) {
        IssuePrepaid kind = new IssuePrepaid(desk);
        IssuePrepaid.Batch decoded = kind.decode(kind.encode(batch));
        new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()))
                .executeWithoutResult(status -> {
                    Connection connection = DataSourceUtils.getConnection(database.dataSource());
                    kind.look(connection, decoded);
                    kind.apply(connection, decoded, staff);
                });
        return batch.id();
    }

    /** What a checker is shown. */
    Map<String, String> looked(IssuePrepaid.Batch batch) {
        try (Connection connection = database.dataSource().getConnection()) {
            return new IssuePrepaid(desk).look(connection, batch).after();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file, opened by openssl. */
    List<Printed> opened(byte[] file) {
        try {
            Files.write(directory.resolve("file.der"), file);
            run(List.of(
                    "openssl",
                    "cms",
                    "-decrypt",
                    "-inform",
                    "DER",
                    "-in",
                    "file.der",
                    "-out",
                    "plain.csv",
                    "-inkey",
                    "key.pem",
                    "-recip",
                    "cert.pem"));
            return Files.readAllLines(directory.resolve("plain.csv"), StandardCharsets.US_ASCII).stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(fields -> new Printed(fields[0], PrepaidSecret.parse(fields[1])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cards in hand. */
    List<Printed> printed(PrepaidProduct product, long face, int count) {
        UUID batch = approved(batch(product, face, count));
        return opened(new PrintPrepaid(desk).execute(batch, staff));
    }

    List<Printed> sold(PrepaidProduct product, long face, int count) {
        UUID batch = approved(batch(product, face, count));
        List<Printed> cards = opened(new PrintPrepaid(desk).execute(batch, staff));
        activate.execute(batch, "", "", staff);
        return cards;
    }

    Customer customer(String name) {
        Msisdn number = new Msisdn("+8613" + (800_000_000L + counter.incrementAndGet()));
        return new RegisterCustomer(database.dataSource(), keyring, clock)
                .execute(new RegisterCommand(ids.next(), number, name, Currency.CNY, Pin.of("246810")));
    }

    UUID claimed(Customer customer, Printed card) {
        return claim.execute(customer.id(), card.serial(), card.secret(), from("10.0.0.1"));
    }

    static Attempt from(String source) {
        return new Attempt("prepaid", AccessChannel.WEB, source, null);
    }

    IdempotencyId key() {
        return IdempotencyId.ofSystem("test", "key-" + counter.incrementAndGet());
    }

    PayerProof pin(Customer customer) {
        return new PayerProof.PinProof(customer.id(), Pin.of("246810"));
    }

    Outcome<Payment> load(Customer customer, UUID card, long minor) {
        return new LoadFromPrepaid(payments, book)
                .execute(
                        new PrepaidLoadCommand(key(), pin(customer), card, Money.of(minor, Currency.CNY)),
                        PlainAnswers.PAYMENT);
    }

    long wallet(Customer customer) {
        return ledger.account(customer.walletAccountId()).orElseThrow().balance();
    }

    long account(ChartOfAccounts code) {
        return jdbc.sql("SELECT coalesce(sum(credits_posted - debits_posted), 0) FROM ledger.account WHERE code = ?")
                .param(code.code())
                .query(Long.class)
                .single();
    }

    long providerAccount() {
        try (Connection connection = database.dataSource().getConnection()) {
            long id = AccountStore.nextIds(connection, 1)[0];
            AccountStore.open(
                    connection,
                    List.of(new AccountSpec(
                            id,
                            Currency.CNY.ledger(),
                            ChartOfAccounts.PROVIDER_PAYABLE.code(),
                            Set.of(AccountFlag.HISTORY, AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS))));
            return id;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was sold is on cards, in wallets, at providers or has expired: nothing else. */
    void assertConserved() {
        long sold = -account(ChartOfAccounts.PREPAID_SOLD);
        long elsewhere = account(ChartOfAccounts.PREPAID_CARD)
                + account(ChartOfAccounts.CUSTOMER_WALLET)
                + account(ChartOfAccounts.PROVIDER_PAYABLE)
                + account(ChartOfAccounts.PREPAID_BREAKAGE);
        if (sold != elsewhere) {
            throw new AssertionError("sold " + sold + " but found " + elsewhere);
        }
    }

    /** Every row of every table that could hold a secret, as text. */
    String dump() {
        StringBuilder all = new StringBuilder();
        for (String table : List.of(
                "payment.prepaid_card", "payment.prepaid_batch", "staff.audit_entry", "credential.guess_bucket")) {
            jdbc.sql("SELECT t::text FROM " + table + " t")
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
        for (String file : Arrays.asList("key.pem", "cert.pem", "file.der", "plain.csv", "log")) {
            try {
                Files.deleteIfExists(directory.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
