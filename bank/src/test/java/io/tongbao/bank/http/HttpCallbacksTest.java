package io.tongbao.bank.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bank.http.wire.Json;
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.bank.http.wire.SealAlgorithm;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import io.tongbao.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpCallbacksTest {

    private static final PartnerId BANK = new PartnerId("sm2-bank");
    private static final String PATH = "/partners/bank/sm2-bank/callback";
    private static final UUID ID = UUID.fromString("01955000-0000-7000-8000-000000000001");

    @TempDir
    Path keys;

    private final FakeClock clock = new FakeClock();
    private final HttpCallbacks callbacks = new HttpCallbacks();
    private final List<PartnerAnswer> kept = new ArrayList<>();
    private boolean durable = true;
    private Seal bank;

    @BeforeEach
    void register() {
        TestKeys.copyTo(keys, SealAlgorithm.SM2);
        bank = new Seal(TestKeys.ofBank(keys, SealAlgorithm.SM2), clock, new SecureRandom());
        Seal platform = new Seal(TestKeys.ofPlatform(keys, SealAlgorithm.SM2), clock, new SecureRandom());
        callbacks.register(BANK, platform, (partner, id, answer) -> {
            if (!durable) {
                throw new IllegalStateException("the database is away");
            }
            assertThat(partner).isEqualTo(BANK);
            assertThat(id).isEqualTo(ID);
            kept.add(answer);
        });
    }

    @Test
    void whatTheBankSealedIsKeptOnce() {
        byte[] body = Json.write(Map.of("id", ID, "state", "done", "reference", "b1"));
        Map<String, String> headers = bank.sealRequest("POST", PATH, body);
        assertThat(callbacks.handle("POST", PATH, headers, body).status()).isEqualTo(200);
        assertThat(callbacks.handle("POST", PATH, headers, body).status())
                .as("played again")
                .isEqualTo(401);
        assertThat(kept).containsExactly(new PartnerAnswer.Done("b1"));
    }

    @Test
    void whatWasNotKeptIsNotAcknowledged() {
        byte[] body = Json.write(Map.of("id", ID, "state", "declined", "code", "51"));
        durable = false;
        assertThat(callbacks
                        .handle("POST", PATH, bank.sealRequest("POST", PATH, body), body)
                        .status())
                .isEqualTo(503);
        durable = true;
        assertThat(callbacks
                        .handle("POST", PATH, bank.sealRequest("POST", PATH, body), body)
                        .status())
                .isEqualTo(200);
        assertThat(kept).containsExactly(new PartnerAnswer.Declined(DeclineReason.INSUFFICIENT_FUNDS, "51"));
    }

    @Test
    void everythingElseIsRefused() {
        byte[] body = Json.write(Map.of("id", ID, "state", "done"));
        Map<String, String> headers = bank.sealRequest("POST", PATH, body);
        assertThat(callbacks.handle("GET", PATH, headers, body).status()).isEqualTo(405);
        assertThat(callbacks.handle("POST", PATH, Map.of(), body).status()).isEqualTo(401);
        assertThat(callbacks
                        .handle("POST", PATH, headers, new byte[] {'{', '}'})
                        .status())
                .isEqualTo(401);
        assertThat(callbacks
                        .handle("POST", PATH, headers, new byte[HttpCallbacks.MOST_BYTES + 1])
                        .status())
                .isEqualTo(413);
        for (String path : List.of(
                "/",
                "/partners/bank/",
                "/partners/bank/callback",
                "/partners/bank//callback",
                "/partners/bank/../callback",
                "/partners/bank/other/callback")) {
            assertThat(callbacks.handle("POST", path, headers, body).status()).isEqualTo(404);
        }
        byte[] nonsense = "{\"id\":5}".getBytes(StandardCharsets.UTF_8);
        assertThat(callbacks
                        .handle("POST", PATH, bank.sealRequest("POST", PATH, nonsense), nonsense)
                        .status())
                .isEqualTo(400);
        callbacks.remove(BANK);
        assertThat(callbacks.handle("POST", PATH, headers, body).status()).isEqualTo(404);
        assertThat(kept).isEmpty();
    }
}
