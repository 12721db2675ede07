package io.tongbao.web.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.pki.Authorities;
import io.tongbao.pki.Authority;
import io.tongbao.pki.CertificateSubject;
import io.tongbao.pki.Certificates;
import io.tongbao.pki.CreateAuthorities;
import io.tongbao.pki.CrlPublisher;
import io.tongbao.pki.IssueCertificate;
import io.tongbao.pki.IssuedCertificate;
import io.tongbao.pki.KeyFamily;
import io.tongbao.pki.OcspResponder;
import io.tongbao.pki.PkiPolicy;
import io.tongbao.pki.RevocationReason;
import io.tongbao.pki.RevokeCertificate;
import io.tongbao.pki.SealedKeys;
import io.tongbao.pki.SubjectKind;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.sql.DataSource;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servlet in a real Tomcat on loopback, read by OpenSSL; and mutual TLS with certificates of our own. */
@SuppressWarnings("NullAway.Init") // set before each test
class PkiServletTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path directory;

    private final InstantSource clock = InstantSource.system();
    private final Ids ids = Ids.secure(clock);
    private final Tomcat tomcat = new Tomcat();
    private TestDatabase database;
    private Authorities authorities;
    private IssueCertificate issue;
    private RevokeCertificate revoke;
    private Certificates certificates;
    private OcspResponder responder;
    private CrlPublisher lists;

    @BeforeEach
    void open() throws Exception {
        database = TestPostgres.database("pki");
        DataSource source = database.dataSource();
        PkiPolicy policy = PkiPolicy.of(URI.create("http://127.0.0.1/pki"));
        SealedKeys keys = new SealedKeys(Vault.inMemory());
        authorities = new Authorities(source, List.of(keys));
        new CreateAuthorities(source, clock, ids, authorities, keys, policy).execute(EnumSet.of(KeyFamily.P256));
        issue = new IssueCertificate(source, clock, ids, authorities, policy);
        lists = new CrlPublisher(source, clock, authorities, policy);
        revoke = new RevokeCertificate(source, clock, authorities, lists);
        certificates = new Certificates(source);
        responder = new OcspResponder(source, clock, authorities, policy);
        tomcat.setBaseDir(directory.resolve("tomcat").toString());
    }

    @AfterEach
    void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        database.close();
    }

    private String openssl(String... arguments) {
        if (!Files.isExecutable(Path.of("/usr/bin/openssl"))) {
            if ("true".equals(System.getenv("CI"))) {
                fail("openssl is not installed");
            }
            Assumptions.abort("openssl is not installed");
        }
        List<String> command = new ArrayList<>(List.of("/usr/bin/openssl"));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile(directory, "out", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String text = Files.readString(out);
            assertThat(process.exitValue()).as(command + "\n" + text).isZero();
            return text;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A key and its certificate as NAME.pem and NAME.p12. */
    private IssuedCertificate certificate(String name, CertificateSubject subject, List<String> dnsNames)
            throws IOException {
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", name + ".key");
        openssl("req", "-new", "-key", name + ".key", "-subj", "/CN=" + subject.publicId(), "-out", name + ".csr");
        IssuedCertificate given = issue.execute(new IssueCertificate.Command(
                subject, dnsNames, "1", Files.readString(directory.resolve(name + ".csr"))));
        List<Authority> chain =
                authorities.chain(authorities.find(given.authority()).orElseThrow());
        Files.writeString(directory.resolve(name + ".pem"), given.pem());
        Files.writeString(directory.resolve("issuing.pem"), chain.getFirst().pem());
        Files.writeString(directory.resolve("root.pem"), chain.getLast().pem());
        openssl(
                "pkcs12",
                "-export",
                "-inkey",
                name + ".key",
                "-in",
                name + ".pem",
                "-certfile",
                "issuing.pem",
                "-out",
                name + ".p12",
                "-passout",
                "pass:changeit");
        return given;
    }

    private int start(Connector connector, HttpServlet servlet, String pattern) throws LifecycleException {
        connector.setPort(0);
        // As the server sets it.
        connector.setEncodedSolidusHandling("passthrough");
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "servlet", servlet);
        context.addServletMappingDecoded(pattern, "servlet");
        tomcat.start();
        return connector.getLocalPort();
    }

    @Test
    void opensslReadsListsCertificatesAndAnswers() throws Exception {
        CertificateSubject shop = new CertificateSubject(SubjectKind.PROVIDER, ids.next());
        IssuedCertificate given = certificate("shop", shop, List.of());
        int port = start(new Connector(), new PkiServlet(authorities, lists, responder, clock), "/pki/*");
        String base = "http://127.0.0.1:" + port + "/pki";
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<byte[]> list = get(http, base + "/p256-issuing-1.crl");
        assertThat(list.headers().firstValue("Content-Type")).contains("application/pkix-crl");
        Files.write(directory.resolve("list.crl"), list.body());
        assertThat(openssl(
                        "crl", "-inform", "DER", "-in", "list.crl", "-CAfile", "issuing.pem", "-noout", "-crlnumber"))
                .contains("verify OK");
        HttpResponse<byte[]> certificate = get(http, base + "/p256-root-1.cer");
        assertThat(certificate.headers().firstValue("Content-Type")).contains("application/pkix-cert");
        Files.write(directory.resolve("root.cer"), certificate.body());
        assertThat(openssl("x509", "-inform", "DER", "-in", "root.cer", "-noout", "-subject"))
                .contains("p256-root-1");
        String[] ask = {
            "ocsp",
            "-issuer",
            "issuing.pem",
            "-cert",
            "shop.pem",
            "-url",
            base + "/ocsp",
            "-CAfile",
            "root.pem",
            "-reqout",
            "ask.der"
        };
        assertThat(openssl(ask)).contains("Response verify OK", "shop.pem: good");
        // The same by GET, as browsers and caches do.
        String base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(directory.resolve("ask.der")));
        for (String form :
                List.of(base64, base64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"))) {
            HttpResponse<byte[]> answer = get(http, base + "/ocsp/" + form);
            Files.write(directory.resolve("answer.der"), answer.body());
            assertThat(openssl(
                            "ocsp",
                            "-issuer",
                            "issuing.pem",
                            "-cert",
                            "shop.pem",
                            "-respin",
                            "answer.der",
                            "-no_nonce",
                            "-CAfile",
                            "root.pem"))
                    .contains("shop.pem: good");
        }
        revoke.execute(new RevokeCertificate.Command(given.id(), RevocationReason.UNSPECIFIED, null));
        assertThat(openssl(ask)).contains("shop.pem: revoked");
        for (String none : List.of("/nobody.crl", "/nobody.cer", "/p256-root-1.txt", "/", "/..%2f.crl", "/UPPER.crl")) {
            assertThat(get(http, base + none).statusCode()).as(none).isIn(400, 404);
        }
        assertThat(get(http, base + "/ocsp/%21%21").body()).containsExactly(0x30, 0x03, 0x0A, 0x01, 0x01);
    }

    private static HttpResponse<byte[]> get(HttpClient http, String address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void mutualTlsTellsWhoTheClientIs() throws Exception {
        CertificateSubject server = new CertificateSubject(SubjectKind.SERVER, ids.next());
        certificate("server", server, List.of("localhost"));
        CertificateSubject shop = new CertificateSubject(SubjectKind.PROVIDER, ids.next());
        IssuedCertificate given = certificate("shop", shop, List.of());
        trustStore();
        TlsClients clients = new TlsClients(certificates, clock);
        int port = start(mutualTls(), new Greeting(clients), "/*");
        URI address = URI.create("https://localhost:" + port + "/");
        assertThat(who(address, "shop.p12")).isEqualTo(shop.publicId());
        assertThatThrownBy(() -> who(address, null)).isInstanceOf(IOException.class);
        revoke.execute(new RevokeCertificate.Command(given.id(), RevocationReason.KEY_COMPROMISE, null));
        assertThat(who(address, "shop.p12")).isEqualTo("certificate_revoked");
    }

    private Connector mutualTls() {
        Connector connector = new Connector();
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        SSLHostConfig tls = new SSLHostConfig();
        tls.setCertificateVerification("required");
        tls.setTruststoreFile(directory.resolve("trust.p12").toString());
        tls.setTruststorePassword("changeit");
        tls.setTruststoreType("PKCS12");
        SSLHostConfigCertificate own = new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.EC);
        own.setCertificateKeystoreFile(directory.resolve("server.p12").toString());
        own.setCertificateKeystorePassword("changeit");
        own.setCertificateKeystoreType("PKCS12");
        tls.addCertificate(own);
        connector.addSslHostConfig(tls);
        return connector;
    }

    private String who(URI address, @Nullable String keyStore)
            throws IOException, InterruptedException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store("trust.p12"));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keyStore == null ? null : store(keyStore), PASSWORD);
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private void trustStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        byte[] root = authorities.find("p256-root-1").orElseThrow().certificateDer();
        store.setCertificateEntry(
                "root", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(root)));
        try (OutputStream out = Files.newOutputStream(directory.resolve("trust.p12"))) {
            store.store(out, PASSWORD);
        }
    }

    private KeyStore store(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(directory.resolve(name))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    /** Says who called. */
    private static final class Greeting extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient TlsClients clients;

        Greeting(TlsClients clients) {
            this.clients = clients;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String text;
            try {
                text = clients.of(request).map(CertificateSubject::publicId).orElse("nobody");
            } catch (Refused e) {
                text = e.code().code();
            }
            response.getWriter().write(text);
        }
    }
}
