package io.tongbao.bench.payments;

import io.tongbao.bench.desk.Market;
import io.tongbao.bench.desk.Payer;
import io.tongbao.bench.http.RequestBytes;
import io.tongbao.merchant.signature.RequestSigner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Makes signed requests of a market. References and idempotency keys begin with a prefix of the maker's own, so that two
 * makers never meet. Thread-safe.
 */
public final class SignedRequests {

    private final Market market;
    private final URI server;
    private final InstantSource clock;
    private final String prefix;
    private final List<RequestSigner> devices;

    /**
     * @param server where the requests will be sent: the signature covers it
     * @param prefix visible ASCII, at most 40 characters
     */
    public SignedRequests(Market market, URI server, InstantSource clock, String prefix) {
        this.market = market;
        this.server = server;
        this.clock = clock;
        this.prefix = prefix;
        this.devices = market.payers().stream()
                .map(payer -> RequestSigner.ed25519(payer.device(), payer.deviceKey()))
                .toList();
    }

    /** The provider's own number of payment {@code n}. */
    public String reference(long n) {
        return prefix + n;
    }

    /** A payment by agreement in one request, signed with hmac-sha256. */
    public byte[] oneStep(long n, int payer, long amountMinor) {
        String body = "{\"agreement_id\":\"" + payer(payer).agreement() + "\",\"reference\":\"" + reference(n)
                + "\",\"amount_minor\":" + amountMinor + ",\"currency\":\"CNY\",\"subject\":\"load\"}";
        return post(market.hmac(), "/v1/payments", "p-" + reference(n), body);
    }

    /** An order for a payer, signed by the provider with Ed25519. */
    public byte[] create(long n, int payer, long amountMinor) {
        String body = "{\"reference\":\"" + reference(n) + "\",\"amount_minor\":" + amountMinor
                + ",\"currency\":\"CNY\",\"subject\":\"load\",\"payer\":{\"id\":\""
                + payer(payer).id() + "\"}}";
        return post(market.ed25519(), "/v1/payments", "c-" + reference(n), body);
    }

    /** The order's confirmation, signed by the payer's device; it names the order by its reference. */
    public byte[] confirm(long n, int payer, long amountMinor) {
        String body = "{\"amount_minor\":" + amountMinor + ",\"provider_id\":\"" + market.provider() + "\"}";
        return post(
                devices.get(payer),
                "/v1/providers/" + market.provider() + "/payments/reference/" + reference(n) + "/confirm",
                "f-" + reference(n),
                body);
    }

    /** Reads a payment by its reference, signed with hmac-sha256. */
    public byte[] read(String reference) {
        URI target = server.resolve("/v1/payments/reference/" + reference);
        return RequestBytes.of("GET", target, market.hmac().sign("GET", target, null, null, now()), new byte[0]);
    }

    private byte[] post(RequestSigner signer, String path, String key, String json) {
        URI target = server.resolve(path);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = signer.sign("POST", target, key, body, now());
        return RequestBytes.of("POST", target, headers, body);
    }

    private Instant now() {
        return clock.instant();
    }

    private Payer payer(int index) {
        return market.payers().get(index);
    }
}
