package io.tongbao.carrier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.carrier.CarrierRig;
import io.tongbao.carrier.PeerProgram;
import io.tongbao.carrier.json.Json;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Trick;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxControlTest {

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<byte[]> post(URI control, String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(control.resolve(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> books(URI control) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(control.resolve("/sandbox/books")).build(), BodyHandlers.ofByteArray());
    }

    @Test
    void takesOrdersAndShowsItsBooks() throws IOException, InterruptedException, Json.Unreadable {
        try (CarrierRig rig = new CarrierRig(directory, null)) {
            URI control = rig.sandbox.control();
            assertThat(post(control, "/sandbox/script", """
                                    {"next": [{"operation": "charge", "mischief": "slow", "argument": "5", "times": 2}],
                                     "odds": [{"operation": "*", "mischief": "TWICE", "perMillion": 1000000}], "seed": 7}
                                    """).statusCode()).isEqualTo(204);
            assertThat(rig.sandbox.script().draw("charge")).isEqualTo(new Trick(Mischief.SLOW, "5"));
            assertThat(rig.sandbox.script().draw("refund")).isEqualTo(Trick.of(Mischief.TWICE));
            assertThat(post(control, "/sandbox/clear", "").statusCode()).isEqualTo(204);
            assertThat(rig.sandbox.script().draw("charge")).isEqualTo(Trick.NONE);
            for (String wrong : List.of(
                    "{",
                    "{\"next\":[{\"operation\":\"charge\"}]}",
                    "{\"next\":[{\"operation\":\"charge\",\"mischief\":\"DANCE\"}]}",
                    "{\"next\":[{\"operation\":\"charge\",\"mischief\":\"SLOW\",\"argument\":\"long\"}]}")) {
                assertThat(post(control, "/sandbox/script", wrong).statusCode())
                        .as(wrong)
                        .isEqualTo(400);
            }
            rig.sandbox.books().charge(rig.ids.next(), CarrierRig.PREPAID, 100, false, "");
            assertThat(Json.read(books(control).body()).path("operations").size())
                    .isEqualTo(1);
        }
    }

    /** Killed, and started again on its file, it has the same books. */
    @Test
    void runsAsAProcessOfItsOwn() throws IOException, InterruptedException, Json.Unreadable {
        for (int i = 0; i < 2; i++) {
            Path ports = directory.resolve("ports-" + i);
            try (PeerProgram process = PeerProgram.start(
                    directory,
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.tongbao.carrier.sandbox.SandboxCarrierProcess",
                            "--books",
                            directory.resolve("books").toString(),
                            "--ports",
                            ports.toString()))) {
                CarrierRig.eventually(() -> Files.exists(ports));
                Properties told = new Properties();
                try (var reader = Files.newBufferedReader(ports)) {
                    told.load(reader);
                }
                assertThat(told.stringPropertyNames()).containsExactlyInAnyOrder("camara", "diameter", "control");
                assertThat(Json.read(books(URI.create("http://127.0.0.1:" + told.getProperty("control")))
                                        .body())
                                .path("subscribers")
                                .size())
                        .as(process.output())
                        .isEqualTo(SandboxSubscriber.seeded().size());
            }
        }
    }
}
