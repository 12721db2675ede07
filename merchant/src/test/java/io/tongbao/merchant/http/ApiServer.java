package io.tongbao.merchant.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Customers;
import io.tongbao.customer.Device;
import io.tongbao.customer.Devices;
import io.tongbao.customer.EnrolDevice;
import io.tongbao.customer.Pin;
import io.tongbao.customer.PinKeyring;
import io.tongbao.customer.RegisterCommand;
import io.tongbao.customer.RegisterCustomer;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.ledger.Ledger;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.merchant.IssueApiKey;
import io.tongbao.merchant.KeyAlgorithm;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.ProviderKind;
import io.tongbao.merchant.RegisterProvider;
import io.tongbao.merchant.signature.RequestSigner;
import io.tongbao.merchant.signature.VerificationKey;
import io.tongbao.merchant.wiring.CertificatesConfiguration;
import io.tongbao.merchant.wiring.MerchantConfiguration;
import io.tongbao.outbox.EventSignal;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.payment.PolicyPack;
import io.tongbao.pki.PkiPolicy;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real thing for tests: Tomcat, ledger and PostgreSQL, with a shop, an agent, two payers and a device. */
final class ApiServer implements AutoCloseable {

    static final String PAYER = "+8613800138000";
    static final String PAYEE = "+8613900139000";
    static final String PIN = "246810";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final TestDatabase database;
    final ConfigurableApplicationContext context;
    final HttpClient http = HttpClient.newHttpClient();
    final Provider shop;
    final Provider agent;
    final UUID payerId;
    final RequestSigner shopHmac;
    final RequestSigner shopEd25519;
    final RequestSigner agentHmac;
    final RequestSigner device;
    final String shopHmacKeyId;
    final String shopBearer;

    private final LedgerNode ledger;
    private final AtomicInteger keys = new AtomicInteger();

    /** Everything that is configured by default, and ours. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({MerchantConfiguration.class, CertificatesConfiguration.class})
    static class Application {}

    /** An answer with its JSON. */
    record Reply(HttpResponse<String> response, @Nullable JsonNode json) {
        int status() {
            return response.statusCode();
        }

        String text(String field) {
            return json == null ? "" : json.path(field).asString("");
        }

        long number(String field) {
            return json == null ? -1 : json.path(field).asLong(-1);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    ApiServer() throws IOException {
        InstantSource clock = InstantSource.system();
        Ids ids = Ids.secure(clock);
        database = TestPostgres.database("ledger", "outbox", "customer", "payment", "pki", "merchant");
        DataSource dataSource = database.dataSource();
        ledger = LedgerNode.start(dataSource, LedgerOptions.defaults("test"), clock);
        Vault vault = Vault.inMemory();
        PinKeyring keyring = new PinKeyring(vault);
        Customers customers = new Customers(dataSource);
        PaymentDesk desk = new PaymentDesk(
                ledger,
                dataSource,
                clock,
                ids,
                customers,
                new CustomerGuards(keyring),
                new EventSignal(),
                PolicyPack.DEFAULT);
        context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "spring.threads.virtual.enabled=true",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn")
                .initializers(start -> {
                    GenericApplicationContext beans = (GenericApplicationContext) start;
                    beans.registerBean(DataSource.class, () -> dataSource);
                    beans.registerBean(Ledger.class, () -> ledger);
                    beans.registerBean(PaymentDesk.class, () -> desk);
                    beans.registerBean(Devices.class, () -> new Devices(dataSource));
                    beans.registerBean(InstantSource.class, () -> clock);
                    beans.registerBean(Ids.class, () -> ids);
                    beans.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
                    beans.registerBean(Mode.class, () -> Mode.SANDBOX);
                    beans.registerBean(PkiPolicy.class, () -> PkiPolicy.of(URI.create("http://127.0.0.1/pki")));
                    beans.registerBean(Vault.class, () -> vault);
                })
                .run();
        RegisterProvider register = context.getBean(RegisterProvider.class);
        shop = register.execute(
                new RegisterProvider.Command(ids.next(), "早餐铺", ProviderKind.SHOP, Currency.CNY, false));
        agent = register.execute(
                new RegisterProvider.Command(ids.next(), "Agent", ProviderKind.AGENT, Currency.CNY, true));
        IssueApiKey issue = context.getBean(IssueApiKey.class);
        IssueApiKey.Issued hmac =
                issue.execute(new IssueApiKey.Command(shop.id(), KeyAlgorithm.HMAC_SHA256, null, "test", 100_000));
        shopHmacKeyId = hmac.keyId();
        shopHmac = RequestSigner.hmacSha256(hmac.keyId(), Objects.requireNonNull(hmac.secret()));
        byte[] seed = new byte[32];
        seed[0] = 1;
        IssueApiKey.Issued ed25519 = issue.execute(IssueApiKey.Command.of(
                shop.id(),
                KeyAlgorithm.ED25519,
                Base64.getEncoder().encodeToString(VerificationKey.ed25519PublicKey(seed))));
        shopEd25519 = RequestSigner.ed25519(ed25519.keyId(), seed);
        shopBearer = Objects.requireNonNull(issue.execute(IssueApiKey.Command.of(shop.id(), KeyAlgorithm.BEARER, null))
                .secret());
        IssueApiKey.Issued agentKey = issue.execute(IssueApiKey.Command.of(agent.id(), KeyAlgorithm.HMAC_SHA256, null));
        agentHmac = RequestSigner.hmacSha256(agentKey.keyId(), Objects.requireNonNull(agentKey.secret()));
        RegisterCustomer people = new RegisterCustomer(dataSource, keyring, clock);
        payerId = ids.next();
        people.execute(new RegisterCommand(payerId, new Msisdn(PAYER), "张三", Currency.CNY, Pin.of(PIN)));
        people.execute(new RegisterCommand(ids.next(), new Msisdn(PAYEE), "Ann Lee", Currency.CNY, Pin.of(PIN)));
        byte[] deviceSeed = new byte[32];
        deviceSeed[0] = 2;
        Device enrolled = new EnrolDevice(dataSource, customers, ids, clock)
                .execute(payerId, VerificationKey.ed25519PublicKey(deviceSeed));
        device = RequestSigner.ed25519(PublicId.format(Device.PREFIX, enrolled.id()), deviceSeed);
    }

    int port() {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    String newKey() {
        return "k-" + keys.incrementAndGet();
    }

    static String customerId(UUID id) {
        return PublicId.format(Customer.PREFIX, id);
    }

    Reply get(RequestSigner signer, String path) {
        return send("GET", path, null, signer.sign("GET", uri(path), null, null, Instant.now()));
    }

    Reply post(RequestSigner signer, String path, String body) {
        return post(signer, path, body, newKey());
    }

    Reply post(RequestSigner signer, String path, String body, String idempotencyKey) {
        return send("POST", path, bytes(body), signed(signer, path, body, idempotencyKey));
    }

    Map<String, String> signed(RequestSigner signer, String path, String body, String idempotencyKey) {
        Map<String, String> headers =
                new LinkedHashMap<>(signer.sign("POST", uri(path), idempotencyKey, bytes(body), Instant.now()));
        headers.put("Content-Type", "application/json");
        return headers;
    }

    Reply send(String method, String path, byte @Nullable [] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            boolean isJson =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Reply(response, isJson ? JSON.readTree(response.body()) : null);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        context.close();
        ledger.close();
        http.close();
        database.close();
    }
}
