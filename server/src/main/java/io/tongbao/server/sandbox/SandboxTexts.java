package io.tongbao.server.sandbox;

import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.TextMessage;
import io.tongbao.kernel.TextSender;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Every phone of the sandbox: the texts that would have been sent, newest first. In memory, the last two hundred. */
@RestController
final class SandboxTexts implements TextSender {

    static final String PATH = "/sandbox/texts";
    private static final int KEPT = 200;

    private final InstantSource clock;
    private final Deque<Text> texts = new ArrayDeque<>();

    SandboxTexts(InstantSource clock) {
        this.clock = clock;
    }

    /** One text as a phone would show it. */
    record Text(UUID id, Instant receivedAt, String to, String text) {}

    @Override
    public void send(TextMessage message) {
        Text text = new Text(message.id(), clock.instant(), message.to().e164(), message.text());
        synchronized (texts) {
            if (texts.stream().anyMatch(known -> known.id().equals(text.id()))) {
                return;
            }
            texts.addFirst(text);
            if (texts.size() > KEPT) {
                texts.removeLast();
            }
        }
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    List<Text> list(
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "limit", defaultValue = "10") int limit) {
        String number = to == null ? null : Msisdn.parse(to).map(Msisdn::e164).orElse("");
        synchronized (texts) {
            return texts.stream()
                    .filter(text -> number == null || text.to().equals(number))
                    .limit(Math.clamp(limit, 0, KEPT))
                    .toList();
        }
    }
}
