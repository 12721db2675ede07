package io.tongbao.bank.http.sandbox;

import io.tongbao.bank.http.wire.Json;
import io.tongbao.bank.http.wire.Seal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the platform on the bank's own account, a few times until it is acknowledged. */
final class Callbacks {

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final int ATTEMPTS = 3;
    private static final int ACKNOWLEDGED = 200;

    private final Seal seal;
    private final @Nullable URI callback;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    Callbacks(Seal seal, @Nullable URI callback) {
        this.seal = seal;
        this.callback = callback;
    }

    /** A customer confirmed a sign-up at the bank. */
    void signed(UUID signUp) {
        try {
            tell(Json.write(Map.of("id", signUp, "state", "done")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void tell(byte[] body) throws InterruptedException {
        URI target = callback;
        if (target == null) {
            return;
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(target)
                    .timeout(Duration.ofSeconds(5))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            seal.sealRequest("POST", target.getRawPath(), body).forEach(request::header);
            try {
                if (client.send(request.build(), BodyHandlers.discarding()).statusCode() == ACKNOWLEDGED) {
                    return;
                }
            } catch (IOException e) {
                LOG.debug("the platform does not answer a callback", e);
            }
        }
        LOG.warn("a callback was not acknowledged");
    }
}
