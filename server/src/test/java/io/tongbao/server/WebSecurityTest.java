package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Mode;
import io.tongbao.server.settings.SandboxCertificate;
import io.tongbao.server.settings.Secrets;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.server.settings.Tls;
import io.tongbao.staff.audit.AuditReport;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.web.security.SecurityHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** TLS, the headers browsers go by, and where secrets may come from. */
final class WebSecurityTest {

    private Path directory = Path.of("");

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectories(TestPostgres.programs());
        directory = Files.createTempDirectory(TestPostgres.programs(), "web-");
    }

    @AfterEach
    void removeDirectory() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "tongbao",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificate))));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static HttpResponse<String> get(HttpClient client, TongbaoServer server, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aSandboxAnswersOverTlsWithACertificateOfItsOwn()
            throws IOException, InterruptedException, GeneralSecurityException {
        ServerOptions plain = ServerOptions.sandbox(directory.resolve("data"), 0);
        Tls tls = SandboxCertificate.in(plain.keysDirectory(), InstantSource.system());
        assertThat(SandboxCertificate.in(plain.keysDirectory(), InstantSource.system()))
                .as("kept")
                .isEqualTo(tls);
        assertThat(tls.toString()).doesNotContain(tls.password());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tls.keyStore())))
                .isEqualTo("rw-------");
        try (TongbaoServer server = TongbaoServer.start(plain.withTls(tls));
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(trusting(plain.keysDirectory().resolve("tls.crt")))
                        .build()) {
            assertThat(server.address().getScheme()).isEqualTo("https");
            HttpResponse<String> answer = get(client, server, "/ops/v1/me");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            headersAreStrict(answer);
            headersAreStrict(get(client, server, "/nothing/here"));
            HttpResponse<String> api = get(client, server, "/v1/balance");
            assertThat(api.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            HttpResponse<String> docs = get(client, server, "/docs");
            assertThat(docs.statusCode()).isEqualTo(200);
            assertThat(docs.headers().allValues("Content-Security-Policy"))
                    .as("one policy, its own")
                    .singleElement()
                    .asString()
                    .contains("script-src 'self';", "frame-ancestors 'none'")
                    .doesNotContain("script-src 'self' 'unsafe-inline'");
            assertThat(get(client, server, "/v1/balance", "X-Big", "x".repeat(20_000))
                            .statusCode())
                    .as("headers are bounded")
                    .isBetween(400, 431);
        }
    }

    private static void headersAreStrict(HttpResponse<String> answer) {
        Map<String, String> expected = Map.of(
                "Content-Security-Policy",
                SecurityHeaders.POLICY,
                "X-Content-Type-Options",
                "nosniff",
                "Referrer-Policy",
                "no-referrer",
                "Cross-Origin-Opener-Policy",
                "same-origin",
                "Cross-Origin-Resource-Policy",
                "same-origin",
                "X-Frame-Options",
                "DENY");
        expected.forEach((name, value) ->
                assertThat(answer.headers().allValues(name)).as(name).containsExactly(value));
        assertThat(answer.headers().firstValue("Permissions-Policy")).isPresent();
        assertThat(answer.headers().firstValue("Server")).as("no banner").isEmpty();
        assertThat(SecurityHeaders.POLICY)
                .contains("default-src 'none'")
                .doesNotContain("unsafe-inline")
                .doesNotContain("unsafe-eval");
    }

    @Test
    void productionTakesTlsOnlyAndSaysSoForTwoYears() throws IOException, InterruptedException {
        ServerOptions options =
                ServerOptions.sandbox(directory.resolve("data"), 0).withMode(Mode.PRODUCTION);
        try (TongbaoServer server = TongbaoServer.start(options);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, server, "/ops/v1/me").body()).contains("plain_http_refused");
            HttpResponse<String> answer = get(client, server, "/ops/v1/me", "X-Forwarded-Proto", "https");
            assertThat(answer.body()).contains("staff_sign_in_required");
            assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                    .hasValue(SecurityHeaders.STRICT_TRANSPORT);
            assertThat(get(client, server, "/v1/balance", "X-Forwarded-Proto", "https")
                            .headers()
                            .firstValue("Strict-Transport-Security"))
                    .isPresent();
            boolean limited = false;
            for (int i = 0; i < 5_000 && !limited; i++) {
                HttpResponse<String> one = get(
                        client, server, "/ops/v1/me", "X-Forwarded-Proto", "https", "X-Forwarded-For", "203.0.113.77");
                limited = one.statusCode() == 429;
            }
            assertThat(limited).as("refused by address").isTrue();
            assertThat(get(
                                    client,
                                    server,
                                    "/ops/v1/me",
                                    "X-Forwarded-Proto",
                                    "https",
                                    "X-Forwarded-For",
                                    "203.0.113.78")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void secretsComeFromEnvironmentOrFileAndNeverFromTheCommandLine() throws IOException {
        assertThatThrownBy(() -> options("--db", "postgresql://me:hunter2@host/d"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("TONGBAO_DB_PASSWORD_FILE")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> options("--db", "postgresql://host/d?password=hunter2"))
                .isInstanceOf(ParameterException.class)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> options("--mode", "production", "--tls")).hasMessageContaining("--tls-keystore");
        assertThatThrownBy(() -> options("--tls-keystore", "x.p12")).hasMessageContaining("TONGBAO_TLS_PASSWORD");
        Path file = Files.writeString(directory.resolve("secret"), "hunter2\n");
        assertThat(Secrets.read(Map.of("A_FILE", file.toString()), "A")).isEqualTo("hunter2");
        assertThat(Secrets.read(Map.of("A", "x"), "A")).isEqualTo("x");
        assertThat(Secrets.read(Map.of(), "A")).isNull();
        assertThatThrownBy(() -> Secrets.read(Map.of("A", "x", "A_FILE", file.toString()), "A"))
                .isInstanceOf(StartRefused.class);
        assertThatThrownBy(() -> Secrets.read(Map.of("A_FILE", directory + "/none"), "A"))
                .isInstanceOf(StartRefused.class);
        for (CommandLine command : Main.commandLine().getSubcommands().values()) {
            command.getCommandSpec().options().forEach(option -> assertThat(
                            // What names a file does not carry what is in it.
                            option.longestName().endsWith("-file") ? "" : option.longestName())
                    .as("an option that could carry a secret")
                    .doesNotContainIgnoringCase("password")
                    .doesNotContainIgnoringCase("secret")
                    .doesNotContainIgnoringCase("pin"));
        }
    }

    private static ServerOptions options(String... arguments) {
        RunCommand command = new RunCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return command.options(Map.of("TONGBAO_DATA", "/x/data"));
    }

    @Test
    void verifySaysWhatBecameOfTheTrail() {
        assertThat(VerifyBooksCommand.withTrail("{\"holds\":true}\n", new AuditReport(3, 1, null)))
                .isEqualTo(
                        "{\"holds\":true,\"audit_trail\":{\"state\":\"intact\",\"entries\":\"3\",\"seals\":\"1\"}}\n");
        assertThat(VerifyBooksCommand.withTrail("{}", new AuditReport(3, 1, "entry 2 was changed")))
                .contains("\"state\":\"broken\"", "entry 2 was changed");
    }
}
