package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.credential.Factor;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.Subject;
import io.tongbao.customer.Customers;
import io.tongbao.customer.Device;
import io.tongbao.customer.EnrolDevice;
import io.tongbao.edge.EdgeServlet;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.merchant.ChangeProviderStatus;
import io.tongbao.merchant.IssueApiKey;
import io.tongbao.merchant.KeyAlgorithm;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.ProviderKind;
import io.tongbao.merchant.ProviderStatus;
import io.tongbao.merchant.RegisterProvider;
import io.tongbao.merchant.signature.RequestSigner;
import io.tongbao.merchant.signature.VerificationKey;
import io.tongbao.staff.Role;
import io.tongbao.staff.StaffMember;
import io.tongbao.web.docs.DescriptionPages;
import io.tongbao.web.security.CsrfToken;
import io.tongbao.web.security.SessionCookie;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Every route of the running server against every kind of caller. What comes out must be the reviewed table {@code
 * golden/access.txt}; a route without a line there fails. A line names who gets in and who is known but forbidden; everybody
 * else must be told to authenticate. {@code -Dgolden.update=true} writes the table anew, to be reviewed like code.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessMatrixTest {

    private static final Path GOLDEN = Path.of(
            System.getProperty("tongbao.root", ".."), "server", "src", "test", "resources", "golden", "access.txt");

    /** What ids of a collection begin with, so that they are well formed. */
    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("payments", "pay"),
            Map.entry("refunds", "ref"),
            Map.entry("agreements", "agr"),
            Map.entry("webhook-endpoints", "we"),
            Map.entry("webhook-deliveries", "whd"),
            Map.entry("proposals", "prp"),
            Map.entry("staff", "stf"),
            Map.entry("sessions", "ses"),
            Map.entry("passkeys", "pky"),
            Map.entry("holds", "hld"),
            Map.entry("devices", "dev"),
            Map.entry("registrations", "reg"),
            Map.entry("challenges", "chl"),
            Map.entry("documents", "doc"),
            Map.entry("enterprises", "cus"));

    /** A caller writes its proof onto a request; each time anew, because some requests end a session. */
    @FunctionalInterface
    private interface Caller {
        List<String> headers(String method, String path, String body);
    }

    private final Map<String, Caller> callers = new LinkedHashMap<>();
    private final OpsDesk desk;
    private int keys;

    AccessMatrixTest() throws IOException {
        desk = new OpsDesk();
    }

    @BeforeAll
    void makeCallers() {
        callers.put("anonymous", (method, path, body) -> List.of());
        callers.put("sp", bearer("sk_test_coffee"));
        callers.put("sp-hmac", signed(hmac(coffee())));
        callers.put("sp-ed25519", signed(ed25519(coffee())));
        callers.put("sp-agent", bearer("sk_test_agent"));
        callers.put("sp-suspended", bearer(suspended()));
        callers.put("wrong-mode", bearer("sk_live_coffee"));
        callers.put("device", signed(device("+8613800138000")));
        callers.put("customer", customer("+8613800138000"));
        StaffMember viewer = desk.member("half", Role.values());
        callers.put("staff-half", staff(viewer, Factor.PASSWORD));
        callers.put("staff-none", staff(desk.member("none"), Factor.PASSWORD, Factor.TOTP));
        for (Role role : Role.values()) {
            StaffMember member = desk.member("only-" + role.word(), role);
            callers.put("staff-" + role.word(), staff(member, Factor.PASSWORD, Factor.TOTP));
        }
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    private UUID coffee() {
        return new UUID(0x8000L | 0x5, 0x8000_0000_0000_0001L);
    }

    private static Caller bearer(String secret) {
        return (method, path, body) -> List.of("Authorization", "Bearer " + secret);
    }

    private Caller signed(RequestSigner signer) {
        return (method, path, body) -> OpsDesk.flat(signer.sign(
                method,
                URI.create(desk.server.address() + path),
                method.equals("GET") ? null : "k-" + ++keys,
                body.isEmpty() ? null : body.getBytes(StandardCharsets.UTF_8),
                Instant.now()));
    }

    private Caller staff(StaffMember member, Factor first, Factor... more) {
        return (method, path, body) -> OpsDesk.headers(desk.session(member, first, more));
    }

    /** Signed in with two factors at {@code /app}. */
    private Caller customer(String msisdn) {
        Subject subject = Subject.customer(desk.bean(Customers.class)
                .byMsisdn(new Msisdn(msisdn))
                .orElseThrow()
                .id());
        return (method, path, body) -> {
            String token = desk.bean(Sessions.class)
                    .open(subject, EnumSet.of(Factor.PASSWORD, Factor.TOTP), "test", "127.0.0.1")
                    .token();
            return List.of(
                    "Cookie", SessionCookie.CUSTOMER.name() + "=" + token, CsrfToken.HEADER, CsrfToken.of(token));
        };
    }

    private RequestSigner hmac(UUID provider) {
        IssueApiKey.Issued key =
                desk.bean(IssueApiKey.class).execute(IssueApiKey.Command.of(provider, KeyAlgorithm.HMAC_SHA256, null));
        return RequestSigner.hmacSha256(key.keyId(), Objects.requireNonNull(key.secret()));
    }

    private RequestSigner ed25519(UUID provider) {
        byte[] seed = new byte[32];
        seed[0] = 1;
        IssueApiKey.Issued key = desk.bean(IssueApiKey.class)
                .execute(IssueApiKey.Command.of(
                        provider,
                        KeyAlgorithm.ED25519,
                        Base64.getEncoder().encodeToString(VerificationKey.ed25519PublicKey(seed))));
        return RequestSigner.ed25519(key.keyId(), seed);
    }

    private String suspended() {
        Provider provider = desk.bean(RegisterProvider.class)
                .execute(new RegisterProvider.Command(
                        UUID.fromString("00000000-0000-8009-8000-000000000001"),
                        "Gone 已停",
                        ProviderKind.SHOP,
                        Currency.CNY,
                        false));
        String secret = Objects.requireNonNull(desk.bean(IssueApiKey.class)
                .execute(IssueApiKey.Command.of(provider.id(), KeyAlgorithm.BEARER, null))
                .secret());
        desk.bean(ChangeProviderStatus.class).execute(provider.id(), ProviderStatus.SUSPENDED);
        return secret;
    }

    private RequestSigner device(String msisdn) {
        byte[] seed = new byte[32];
        seed[0] = (byte) msisdn.charAt(msisdn.length() - 1);
        UUID customer = desk.bean(Customers.class)
                .byMsisdn(new Msisdn(msisdn))
                .orElseThrow()
                .id();
        Device device = desk.bean(EnrolDevice.class).execute(customer, VerificationKey.ed25519PublicKey(seed));
        return RequestSigner.ed25519(PublicId.format(Device.PREFIX, device.id()), seed);
    }

    /** {@code GET /v1/payments/{id}} of every servlet of our own and of everything Spring maps. */
    private SortedSet<String> routes() {
        SortedSet<String> routes = new TreeSet<>();
        for (ServletRegistrationBean<?> registration : desk.server.beans(ServletRegistrationBean.class)) {
            if (registration.getServlet() instanceof EdgeServlet<?> edge) {
                edge.router().routes().forEach(route -> routes.add(route.method() + " " + route.template()));
            } else if (!registration.getUrlMappings().contains("/")) {
                registration.getUrlMappings().forEach(mapping -> routes.add("GET " + mapping));
            }
        }
        for (RequestMappingInfoHandlerMapping mapping : desk.server.beans(RequestMappingInfoHandlerMapping.class)) {
            mapping.getHandlerMethods().keySet().forEach(info -> {
                List<String> methods = info.getMethodsCondition().getMethods().stream()
                        .map(RequestMethod::name)
                        .toList();
                for (String path : info.getPatternValues()) {
                    (methods.isEmpty() ? List.of("GET", "POST") : methods)
                            .forEach(method -> routes.add(method + " " + path));
                }
            });
        }
        return routes;
    }

    @Test
    void everyRouteLetsInWhomTheTableNamesAndNobodyElse() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String route : routes()) {
            String method = route.substring(0, route.indexOf(' '));
            String path = concrete(route.substring(route.indexOf(' ') + 1));
            String body = method.equals("GET") ? "" : "{}";
            List<String> in = new ArrayList<>();
            List<String> forbidden = new ArrayList<>();
            for (Map.Entry<String, Caller> caller : callers.entrySet()) {
                List<String> headers = new ArrayList<>(caller.getValue().headers(method, path, body));
                if (!method.equals("GET") && !headers.contains("Idempotency-Key")) {
                    headers.addAll(List.of("Idempotency-Key", "k-" + ++keys));
                }
                HttpResponse<String> answer = desk.send(method, path, body, headers);
                assertThat(answer.statusCode())
                        .as("%s as %s: %s", route, caller.getKey(), answer.body())
                        .isNotEqualTo(429)
                        .isLessThan(500);
                switch (answer.statusCode()) {
                    case 401 -> {}
                    case 403 -> forbidden.add(caller.getKey());
                    default -> in.add(caller.getKey());
                }
            }
            lines.add(route + "\n    in: " + names(in) + "\n    forbidden: " + names(forbidden));
        }
        String table = String.join("\n", lines) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(GOLDEN, table);
        }
        assertThat(table)
                .as("who may do what changed; when that is meant, review: -Dgolden.update=true")
                .isEqualTo(Files.exists(GOLDEN) ? Files.readString(GOLDEN) : "");
    }

    /** {@code -Dgolden.update=true} writes a stub for each route that lacks a description, to be completed by hand. */
    @ParameterizedTest
    @ValueSource(strings = {"app", "ops"})
    void everyRouteIsDescribedAndNoOther(String name) throws IOException {
        SortedSet<String> missing = new TreeSet<>(routes());
        missing.removeIf(route -> !route.contains(" /" + name + "/v1/"));
        SortedSet<String> gone = new TreeSet<>(described(name));
        SortedSet<String> served = new TreeSet<>(missing);
        missing.removeAll(gone);
        gone.removeAll(served);
        if (Boolean.getBoolean("golden.update") && !missing.isEmpty()) {
            Path file = Path.of(System.getProperty("tongbao.root", ".."))
                    .resolve("web/src/main/resources/openapi/tongbao-" + name + "-v1.yaml");
            String stubs = missing.stream()
                    .map(route -> route.split(" ", 2))
                    .map(route -> "  " + route[1] + ":\n    " + route[0].toLowerCase(Locale.ROOT)
                            + ":\n      summary: to be described\n      responses: {}\n")
                    .collect(Collectors.joining());
            Files.writeString(file, stubs, StandardOpenOption.APPEND);
        }
        assertThat(missing).as("routes that %s does not describe", name).isEmpty();
        assertThat(gone).as("what %s describes is not there", name).isEmpty();
    }

    /** {@code GET /app/v1/account} of every operation in the description. */
    private static SortedSet<String> described(String name) {
        Map<String, Map<String, Map<String, Object>>> document =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(text(DescriptionPages.description(name)));
        SortedSet<String> operations = new TreeSet<>();
        Objects.requireNonNull(document.get("paths")).forEach((path, item) -> item.keySet()
                .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return operations;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String names(List<String> who) {
        return who.size() == callers.size() ? "everybody" : who.isEmpty() ? "nobody" : String.join(" ", who);
    }

    /** With ids that are well formed and nobody's. */
    private static String concrete(String template) {
        UUID nobody = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_00FFL);
        String prefix = PREFIXES.entrySet().stream()
                .filter(entry -> template.contains("/" + entry.getKey() + "/{id}"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("cus");
        return template.replace("{id}", PublicId.format(prefix, nobody))
                .replace("{provider}", PublicId.format("sp", nobody))
                .replace("{msisdn}", "+8613800138001")
                .replaceAll("\\{\\*?[a-z_]+}", "nothing")
                .replace("/**", "/nothing")
                .replace("/*", "/nothing");
    }

    @Test
    void nobodyReachesAnotherProvidersPayment() throws IOException, InterruptedException {
        List<String> coffee = List.of("Authorization", "Bearer sk_test_coffee");
        String order = "{\"reference\": \"obj-1\", \"amount_minor\": 100, \"currency\": \"CNY\", \"subject\": \"Tea\"}";
        HttpResponse<String> made = desk.send("POST", "/v1/payments", order, coffee, "Idempotency-Key", "obj-1");
        assertThat(made.statusCode()).isEqualTo(201);
        String id = made.body().replaceAll("(?s).*\"id\":\"(pay_[0-9a-z]+)\".*", "$1");
        List<String> gas = List.of("Authorization", "Bearer sk_test_gas");
        String path = "/v1/payments/" + id;
        assertThat(desk.send("GET", path, "", coffee).statusCode()).isEqualTo(200);
        assertThat(desk.send("GET", path, "", gas).statusCode()).isEqualTo(404);
        assertThat(desk.send("GET", "/v1/payments/reference/obj-1", "", gas).statusCode())
                .isEqualTo(404);
        assertThat(desk.send("POST", path + "/cancel", "{}", gas, "Idempotency-Key", "obj-2")
                        .statusCode())
                .isEqualTo(404);
        assertThat(desk.send("GET", "/v1/payments", "", gas).body()).doesNotContain(id);
        List<String> stranger = signed(device("+8613800138001")).headers("GET", path, "");
        assertThat(desk.send("GET", path, "", stranger).statusCode()).isEqualTo(404);
    }

    @Test
    void aWalletIsTheDevicesOwnAndAStrangersSessionIsNobodys() throws IOException, InterruptedException {
        Caller zhang = signed(device("+8613800138002"));
        assertThat(desk.send("GET", "/v1/wallet", "", zhang.headers("GET", "/v1/wallet", ""))
                        .body())
                .contains("8800")
                .doesNotContain("13800138000");
        StaffMember one = desk.member("one", Role.VIEWER);
        StaffMember two = desk.member("two", Role.ADMIN);
        String victim = desk.session(one, Factor.PASSWORD, Factor.TOTP);
        String list = desk.send("GET", "/ops/v1/sessions", "", OpsDesk.headers(victim))
                .body();
        String id = list.replaceAll("(?s).*\"id\":\"(ses_[0-9a-z]+)\".*", "$1");
        List<String> other = OpsDesk.headers(desk.session(two, Factor.PASSWORD, Factor.TOTP));
        assertThat(desk.send("DELETE", "/ops/v1/sessions/" + id, "", other).statusCode())
                .isEqualTo(404);
        assertThat(desk.send("DELETE", "/ops/v1/sessions/" + id, "", OpsDesk.headers(victim))
                        .statusCode())
                .isEqualTo(200);
        assertThat(desk.send("GET", "/ops/v1/me", "", OpsDesk.headers(victim)).statusCode())
                .isEqualTo(401);
    }
}
