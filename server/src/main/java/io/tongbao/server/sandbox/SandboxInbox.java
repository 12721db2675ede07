package io.tongbao.server.sandbox;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A webhook receiver to look at: what the seeded providers' endpoints got, newest first. In memory, the last hundred. */
@RestController
final class SandboxInbox {

    static final String PATH = "/sandbox/webhooks";
    private static final int KEPT = 100;
    private static final int MOST_BYTES = 64 * 1024;

    private final InstantSource clock;
    private final JsonMapper json = new JsonMapper();
    private final Deque<Received> received = new ArrayDeque<>();

    SandboxInbox(InstantSource clock) {
        this.clock = clock;
    }

    /** One delivery as it came. */
    record Received(
            Instant receivedAt, String webhookId, String webhookTimestamp, String webhookSignature, JsonNode body) {}

    @PostMapping(PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void receive(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES);
        Received delivery = new Received(
                clock.instant(),
                header(request, "webhook-id"),
                header(request, "webhook-timestamp"),
                header(request, "webhook-signature"),
                json.readTree(new String(body, StandardCharsets.UTF_8)));
        synchronized (received) {
            received.addFirst(delivery);
            if (received.size() > KEPT) {
                received.removeLast();
            }
        }
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    List<Received> list(@RequestParam(name = "limit", defaultValue = "10") int limit) {
        synchronized (received) {
            return new ArrayList<>(received).subList(0, Math.clamp(limit, 0, received.size()));
        }
    }

    private static String header(HttpServletRequest request, String name) {
        return Objects.requireNonNullElse(request.getHeader(name), "");
    }
}
