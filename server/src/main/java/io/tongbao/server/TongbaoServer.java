package io.tongbao.server;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.sandbox.SandboxConfiguration;
import io.tongbao.server.settings.Installation;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.server.settings.StartupNotice;
import io.tongbao.server.settings.Tls;
import io.tongbao.vault.Vault;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** One running server: database, Spring context, web server. Closing it stops them in the other order. */
public final class TongbaoServer implements AutoCloseable {

    private final ServerOptions options;
    private final StartedDatabase database;
    private final OpenedVault vault;
    private final ServletWebServerApplicationContext context;

    private TongbaoServer(
            ServerOptions options,
            StartedDatabase database,
            OpenedVault vault,
            ServletWebServerApplicationContext context) {
        this.options = options;
        this.database = database;
        this.vault = vault;
        this.context = context;
    }

    /**
     * Checks, starts the database, migrates it, then answers HTTP.
     *
     * @param more configuration classes beside {@link ServerConfiguration}, for tests and load tools
     * @throws StartRefused an old Java, a port that is taken, another mode, keys that are missing
     * @throws PostgresUnavailable a database that cannot be used
     */
    public static TongbaoServer start(ServerOptions options, Class<?>... more) {
        Preflight.check(options);
        InstantSource clock = InstantSource.system();
        StartedDatabase database = StartedDatabase.open(options, clock, Ids.secure(clock));
        OpenedVault vault = null;
        ServletWebServerApplicationContext context = null;
        try {
            vault = OpenedVault.open(options, database.dataSource(), clock);
            context = startContext(options, database, vault, more);
            return new TongbaoServer(options, database, vault, context);
        } finally {
            if (context == null) {
                if (vault != null) {
                    vault.close();
                }
                database.close();
            }
        }
    }

    private static ServletWebServerApplicationContext startContext(
            ServerOptions options, StartedDatabase database, OpenedVault vault, Class<?>... more) {
        SpringApplication application = new SpringApplication(ServerConfiguration.class);
        application.addPrimarySources(List.of(more));
        if (options.mode() == Mode.SANDBOX) {
            application.addPrimarySources(List.of(SandboxConfiguration.class));
        }
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        // One hook stops everything in order; see RunCommand.
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(properties(options));
        application.addInitializers(starting -> {
            GenericApplicationContext beans = (GenericApplicationContext) starting;
            // Registered with a supplier and no destroy method: the database outlives the context.
            beans.registerBean(
                    "dataSource",
                    DataSource.class,
                    database::dataSource,
                    definition -> definition.setDestroyMethodName(""));
            beans.registerBean(ServerOptions.class, () -> options);
            beans.registerBean(Installation.class, database::installation);
            beans.registerBean(Vault.class, vault::vault);
            beans.registerBean(
                    "startedDatabase",
                    StartedDatabase.class,
                    () -> database,
                    definition -> definition.setDestroyMethodName(""));
        });
        // Arguments outrank the environment: a stray SERVER_PORT must not overrule --port.
        return (ServletWebServerApplicationContext)
                application.run("--server.address=" + options.bind(), "--server.port=" + options.port());
    }

    private static Map<String, Object> properties(ServerOptions options) {
        Map<String, Object> properties = new HashMap<>(defaults());
        Tls tls = options.tls();
        if (tls != null) {
            properties.put("server.ssl.enabled", "true");
            properties.put("server.ssl.key-store", tls.keyStore().toUri().toString());
            properties.put("server.ssl.key-store-type", "PKCS12");
            properties.put("server.ssl.key-store-password", tls.password());
            properties.put("server.ssl.enabled-protocols", "TLSv1.3,TLSv1.2");
            // TLS 1.2 with forward secrecy and authenticated encryption only.
            properties.put(
                    "server.ssl.ciphers",
                    "TLS_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256,TLS_CHACHA20_POLY1305_SHA256,"
                            + "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,"
                            + "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        }
        return properties;
    }

    private static Map<String, Object> defaults() {
        return Map.ofEntries(
                Map.entry("spring.application.name", "tongbao"),
                Map.entry("spring.threads.virtual.enabled", "true"),
                Map.entry("spring.jmx.enabled", "false"),
                Map.entry("spring.main.log-startup-info", "false"),
                Map.entry("spring.mvc.problemdetails.enabled", "true"),
                Map.entry("spring.web.resources.add-mappings", "false"),
                // The edges read and measure requests themselves; a filter more is paid by every payment.
                Map.entry("spring.servlet.encoding.enabled", "false"),
                Map.entry("spring.mvc.formcontent.filter.enabled", "false"),
                Map.entry(
                        "spring.autoconfigure.exclude",
                        "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration"),
                Map.entry("spring.servlet.multipart.enabled", "false"),
                Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "10s"),
                Map.entry("server.shutdown", "graceful"),
                Map.entry("server.error.whitelabel.enabled", "false"),
                // X-Forwarded-Proto and -For are believed from loopback and private addresses only (Tomcat's
                // RemoteIpValve).
                Map.entry("server.forward-headers-strategy", "native"),
                Map.entry("server.server-header", ""),
                // A request line and headers together; bodies are bounded where they are read.
                Map.entry("server.max-http-request-header-size", "16KB"),
                Map.entry("server.tomcat.max-parameter-count", "100"),
                // A client that sends too much still has to be able to read the answer that says so.
                Map.entry("server.tomcat.max-swallow-size", "16MB"),
                Map.entry("server.tomcat.max-keep-alive-requests", "-1"),
                Map.entry("server.tomcat.keep-alive-timeout", "60s"),
                Map.entry("server.tomcat.connection-timeout", "20s"),
                Map.entry("server.tomcat.accept-count", "1024"),
                Map.entry("management.endpoints.web.base-path", "/"),
                Map.entry("management.endpoints.web.discovery.enabled", "false"),
                Map.entry("management.endpoints.web.exposure.include", "health,prometheus"),
                Map.entry("management.endpoints.web.path-mapping.prometheus", "metrics"),
                Map.entry("management.endpoint.health.probes.enabled", "true"),
                Map.entry("management.endpoint.health.group.live.include", "livenessState"),
                Map.entry(
                        "management.endpoint.health.group.ready.include", "readinessState,databaseHealth,ledgerHealth"),
                Map.entry("management.health.diskspace.enabled", "false"),
                Map.entry("management.health.ssl.enabled", "false"));
    }

    /** Where the server answers. */
    public URI address() {
        return options.address(port());
    }

    public int port() {
        var webServer = context.getWebServer();
        return webServer == null ? options.port() : webServer.getPort();
    }

    /** A bean, for load tools that look behind the HTTP interface. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** All beans of a type, for tests that look at everything. */
    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    /** What the operator should read, in order. */
    public List<String> notices() {
        URI address = address();
        return context.getBeanProvider(StartupNotice.class)
                .orderedStream()
                .flatMap(notice -> notice.lines(address).stream())
                .toList();
    }

    /** Finishes requests under way (10 s at most), then the database. */
    @Override
    public void close() {
        try {
            context.close();
        } finally {
            vault.close();
            database.close();
        }
    }
}
