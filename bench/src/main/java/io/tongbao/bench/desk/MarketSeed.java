package io.tongbao.bench.desk;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.customer.Customer;
import io.tongbao.customer.Device;
import io.tongbao.customer.Pin;
import io.tongbao.customer.RegisterCommand;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferIds;
import io.tongbao.merchant.IssueApiKey;
import io.tongbao.merchant.KeyAlgorithm;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.ProviderKind;
import io.tongbao.merchant.RegisterProvider;
import io.tongbao.merchant.signature.RequestSigner;
import io.tongbao.merchant.signature.VerificationKey;
import io.tongbao.payment.Agreement;
import io.tongbao.payment.AnswerRenderer;
import io.tongbao.payment.CreateAgreement;
import io.tongbao.payment.CreateAgreementCommand;
import io.tongbao.payment.IdempotencyId;
import io.tongbao.payment.PayerProof;
import io.tongbao.payment.StoredAnswer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Market} through the product's own use cases. */
public final class MarketSeed {

    /** What each payer starts with: enough never to run dry. */
    private static final long BALANCE_MINOR = 1_000_000_000_000L;

    private static final long CAP_MINOR = 100_000_000_000L;
    private static final int FUNDING_CODE = 101;
    private static final int RATE_PER_SECOND = 1_000_000;
    private static final int AT_ONCE = 256;
    private static final Currency CURRENCY = Currency.CNY;

    private final DataSource database;
    private final UseCases useCases;
    private final SecureRandom random = new SecureRandom();

    public MarketSeed(DataSource database, UseCases useCases) {
        this.database = database;
        this.useCases = useCases;
    }

    /**
     * @param payers 1 to 1,000,000
     * @param webhook whether the provider has an endpoint; it is paused: deliveries are written but not attempted
     */
    public Market plant(int payers, boolean webhook) throws SQLException {
        Provider provider = useCases.registerProvider()
                .execute(new RegisterProvider.Command(
                        useCases.ids().next(), "Load test shop", ProviderKind.SHOP, CURRENCY, false));
        if (webhook) {
            useCases.webhookEndpoints().create(provider.id(), "bench", "http://127.0.0.1:9/hook", List.of(), true);
        }
        List<Customer> customers = register(payers);
        fund(customers);
        List<Payer> ready = equip(provider, customers);
        IssueApiKey issue = useCases.issueApiKey();
        IssueApiKey.Issued hmac = issue.execute(
                new IssueApiKey.Command(provider.id(), KeyAlgorithm.HMAC_SHA256, null, "load", RATE_PER_SECOND));
        byte[] privateKey = newKey();
        IssueApiKey.Issued ed25519 = issue.execute(new IssueApiKey.Command(
                provider.id(),
                KeyAlgorithm.ED25519,
                Base64.getEncoder().encodeToString(VerificationKey.ed25519PublicKey(privateKey)),
                "load",
                RATE_PER_SECOND));
        return new Market(
                provider.id(),
                provider.publicId(),
                provider.accountId(),
                RequestSigner.hmacSha256(hmac.keyId(), Objects.requireNonNull(hmac.secret())),
                RequestSigner.ed25519(ed25519.keyId(), privateKey),
                ready);
    }

    private List<Customer> register(int count) {
        long first = random.nextInt(90_000) + 10_000L;
        List<RegisterCommand> commands = new ArrayList<>(count);
        try (Pin pin = Pin.of(String.format("%06d", random.nextInt(1_000_000)).toCharArray())) {
            for (int i = 0; i < count; i++) {
                commands.add(new RegisterCommand(
                        useCases.ids().next(),
                        new Msisdn(String.format("+998%05d%06d", first, i)),
                        "Load payer " + i,
                        CURRENCY,
                        pin));
            }
            return useCases.registerCustomer().registerAll(commands);
        }
    }

    private void fund(List<Customer> customers) throws SQLException {
        long source;
        try (Connection connection = database.getConnection()) {
            source = AccountStore.nextIds(connection, 1)[0];
            AccountStore.open(
                    connection,
                    List.of(new AccountSpec(source, CURRENCY.ledger(), ChartOfAccounts.OPENING.code(), Set.of())));
        }
        inParallel(customers, customer -> {
            Decision decision = useCases.ledger()
                    .post(Posting.of(Transfer.single(
                            TransferIds.of(customer.id(), 0),
                            source,
                            customer.walletAccountId(),
                            BALANCE_MINOR,
                            CURRENCY.ledger(),
                            FUNDING_CODE,
                            customer.id())));
            if (!(decision instanceof Decision.Applied)) {
                throw new IllegalStateException("funding was answered with " + decision);
            }
            return decision;
        });
    }

    private List<Payer> equip(Provider provider, List<Customer> customers) {
        CreateAgreement createAgreement = new CreateAgreement(useCases.desk());
        var enrolDevice = useCases.enrolDevice();
        return inParallel(customers, customer -> {
            byte[] key = newKey();
            Device device = enrolDevice.execute(customer.id(), VerificationKey.ed25519PublicKey(key));
            Agreement agreement = createAgreement
                    .execute(
                            new CreateAgreementCommand(
                                    IdempotencyId.ofSystem(
                                            "bench", customer.id().toString()),
                                    provider.id(),
                                    Money.of(CAP_MINOR, CURRENCY),
                                    Money.of(CAP_MINOR, CURRENCY),
                                    new PayerProof.NoProof(customer.id())),
                            Plain.INSTANCE)
                    .required();
            return new Payer(
                    PublicId.format(Customer.PREFIX, customer.id()),
                    PublicId.format(Agreement.PREFIX, agreement.id()),
                    PublicId.format(Device.PREFIX, device.id()),
                    key);
        });
    }

    private byte[] newKey() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return key;
    }

    private interface Step<T> {
        T of(Customer customer);
    }

    /** Some at once, so that their commits share the disk's time. */
    private static <T> List<T> inParallel(List<Customer> customers, Step<T> step) {
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>(customers.size());
            for (Customer customer : customers) {
                places.acquire();
                futures.add(threads.submit(() -> {
                    try {
                        return step.of(customer);
                    } finally {
                        places.release();
                    }
                }));
            }
            List<T> results = new ArrayList<>(futures.size());
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new CommandFailed("the load test's payers could not be made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted", e);
        }
    }

    /** Nobody reads the stored answers of the seed. */
    private enum Plain implements AnswerRenderer<Agreement> {
        INSTANCE;

        @Override
        public StoredAnswer success(Agreement view) {
            return new StoredAnswer(201, new byte[0]);
        }

        @Override
        public StoredAnswer refusal(ErrorCode code, @Nullable String detail, @Nullable Agreement view) {
            return new StoredAnswer(code.httpStatus(), new byte[0]);
        }
    }
}
