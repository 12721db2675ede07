package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Mode;
import io.tongbao.postgres.EmbeddedPostgres;
import io.tongbao.postgres.EmbeddedPostgresOptions;
import io.tongbao.postgres.PostgresUnavailable;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.server.settings.StartupNotice;
import io.tongbao.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

final class TongbaoServerTest {

    /** Beside the unpacked programs, so that each test does not unpack its own. */
    private Path directory = Path.of("");

    @Configuration(proxyBeanMethods = false)
    static class Notices {
        @Bean
        StartupNotice notice() {
            return server -> List.of("Docs: " + server + "/docs");
        }
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectories(TestPostgres.programs());
        directory = Files.createTempDirectory(TestPostgres.programs(), "server-");
        Files.delete(directory);
    }

    @AfterEach
    void removeDirectory() throws IOException {
        for (Path each : List.of(directory, ServerOptions.keysBeside(directory))) {
            if (Files.exists(each)) {
                try (Stream<Path> files = Files.walk(each)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    @Test
    void startsAnswersStopsAndKeepsItsMode() throws IOException, InterruptedException {
        ServerOptions options = ServerOptions.sandbox(directory, 0);
        try (TongbaoServer server = TongbaoServer.start(options, Notices.class);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(server.address().getHost()).isEqualTo("127.0.0.1");
            assertThat(get(client, server, "/health/live")).startsWith("200 ").contains("UP");
            assertThat(get(client, server, "/health/ready")).startsWith("200 ").contains("UP");
            assertThat(get(client, server, "/metrics")).startsWith("200 ").contains("jvm_memory_used_bytes");
            assertThat(get(client, server, "/nothing-here")).startsWith("404 ");
            assertThat(server.notices()).contains("Docs: " + server.address() + "/docs");
            assertThatThrownBy(() -> TongbaoServer.start(options))
                    .isInstanceOf(PostgresUnavailable.class)
                    .hasMessageContaining("in use by another Tongbao");
        }
        assertThatThrownBy(() -> TongbaoServer.start(options.withMode(Mode.PRODUCTION)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("was created in sandbox mode and can never run in production mode");
        try (EmbeddedPostgres database = EmbeddedPostgres.start(
                EmbeddedPostgresOptions.durable(options.dataDirectory(), options.keysDirectory()))) {
            assertThat(database.wasAdopted()).isFalse();
        }
    }

    @Test
    void refusesATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> TongbaoServer.start(ServerOptions.sandbox(directory, taken.getLocalPort())))
                    .isInstanceOf(StartRefused.class)
                    .hasMessage("Port " + taken.getLocalPort()
                            + " on 127.0.0.1 is taken; stop the program that uses it or choose another with --port N.");
        }
    }

    @Test
    void refusesAnOldJava() {
        Preflight.requireJava(Runtime.version().feature());
        assertThatThrownBy(() -> Preflight.requireJava(24)).hasMessageContaining("this is Java 24");
    }

    @Test
    void refusesAnExternalDatabaseThatMayForgetCommits() {
        ServerOptions options = ServerOptions.sandbox(directory, 0)
                .withDatabase(TestPostgres.database().address());
        assertThatThrownBy(() -> TongbaoServer.start(options))
                .isInstanceOf(PostgresUnavailable.class)
                .hasMessageContaining("fsync is off");
    }

    @Test
    void readsItsOptions() {
        RunCommand command = new RunCommand();
        new picocli.CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("--mode", "production", "--port", "9", "--db", "postgresql://h/d", "--data", "/x/data");
        ServerOptions options = command.options(Map.of("TONGBAO_DB_USER", "me", "TONGBAO_DB_PASSWORD", "secret"));
        assertThat(options.mode()).isEqualTo(Mode.PRODUCTION);
        assertThat(options.keysDirectory()).isEqualTo(Path.of("/x/data.keys"));
        assertThat(options.database()).isNotNull();
        assertThat(options.toString()).doesNotContain("secret");
    }

    private static String get(HttpClient client, TongbaoServer server, String path)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }
}
