package io.tongbao.web.signin;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tongbao.credential.GuessLimits;
import io.tongbao.credential.GuessPolicies;
import io.tongbao.credential.OneTimeCodes;
import io.tongbao.credential.Passkeys;
import io.tongbao.credential.Passwords;
import io.tongbao.credential.ProofOfWork;
import io.tongbao.credential.RecoveryCodes;
import io.tongbao.credential.RelyingParty;
import io.tongbao.credential.SecurityEvents;
import io.tongbao.credential.SessionPolicy;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.Subject;
import io.tongbao.credential.TotpDevices;
import io.tongbao.customer.Customers;
import io.tongbao.edge.CallMetrics;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.TextMessage;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import io.tongbao.web.security.AddressLimits;
import io.tongbao.web.security.BrowserGate;
import io.tongbao.web.security.SecurityHeadersValve;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** The customers' sign-in on a real Tomcat and a real PostgreSQL, with a clock to turn and texts to read. */
final class SignInStage implements AutoCloseable {

    static final String NUMBER = "+8613800138000";
    static final UUID CUSTOMER = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);

    final TestDatabase database = TestPostgres.database("vault", "credential", "customer");
    final FakeClock clock = new FakeClock();
    final List<TextMessage> texts = new CopyOnWriteArrayList<>();
    final int port;
    final Passwords passwords;
    final TotpDevices totp;
    private final Tomcat tomcat = new Tomcat();

    SignInStage() throws IOException, LifecycleException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        database.execute(
                "INSERT INTO customer.customer (id, wallet_account_id, created_ts, status, currency, msisdn, name)"
                        + " VALUES ('" + CUSTOMER + "', 1, 0, 1, 'CNY', '" + NUMBER + "', '张三')");
        Ids ids = Ids.secure(clock);
        SecureRandom random = new SecureRandom();
        Vault vault = Vault.inMemory();
        SecurityEvents events = SecurityEvents.nobody();
        var pool = database.dataSource();
        GuessLimits limits = new GuessLimits(pool, vault, clock, GuessPolicies.DEFAULT, events);
        passwords = new Passwords(pool, vault, limits, clock, random, events);
        totp = new TotpDevices(pool, vault, limits, clock, random, events);
        RelyingParty party = new RelyingParty("localhost", "Tongbao 通宝", Set.of("http://localhost:" + port));
        Passkeys passkeys = new Passkeys(pool, party, clock, ids, random, events);
        Sessions sessions = new Sessions(pool, clock, ids, random, SessionPolicy.CUSTOMER, SessionPolicy.STAFF, events);
        OneTimeCodes codes = new OneTimeCodes(pool, vault, limits, clock, ids, random, texts::add, Runnable::run);
        Customers customers = new Customers(pool);
        RecoveryCodes recovery = new RecoveryCodes(pool, vault, limits, clock, random, events);
        SignInCustomer signIn = new SignInCustomer(
                customers,
                codes,
                passwords,
                totp,
                recovery,
                passkeys,
                sessions,
                limits,
                new ProofOfWork(pool, vault, clock, random));
        AddressLimits addresses = new AddressLimits();
        AppServlet servlet = AppServlet.of(
                List.of(
                        new SessionRoutes(signIn, passkeys, sessions, random),
                        new CredentialRoutes(passwords, totp, recovery, sessions, customers),
                        new PasskeyRoutes(passkeys)),
                sessions,
                new BrowserGate(addresses, Mode.SANDBOX),
                new CallMetrics(new SimpleMeterRegistry()),
                clock,
                ids);
        start(addresses, servlet);
    }

    private void start(AddressLimits addresses, AppServlet servlet) throws IOException, LifecycleException {
        Path directory = Files.createTempDirectory("tongbao-tomcat-");
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", directory.toString());
        context.getPipeline().addValve(new SecurityHeadersValve(addresses, false));
        map(context, "app", servlet, "/app/v1/*");
        map(context, "page", new PasskeyPage(), PasskeyPage.PATHS.toArray(String[]::new));
        tomcat.start();
    }

    private static void map(Context context, String name, HttpServlet servlet, String... paths) {
        Tomcat.addServlet(context, name, servlet);
        for (String path : paths) {
            context.addServletMappingDecoded(path, name);
        }
    }

    String address() {
        return "http://localhost:" + port;
    }

    Subject customer() {
        return Subject.customer(CUSTOMER);
    }

    String lastCode() {
        return texts.getLast().text().replaceAll("\\D*(\\d{6}).*", "$1");
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        database.close();
    }
}
