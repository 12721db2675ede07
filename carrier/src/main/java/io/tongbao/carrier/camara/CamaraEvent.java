package io.tongbao.carrier.camara;

import io.tongbao.carrier.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A CloudEvent of either API. It says that something happened, not to which of our instructions, and whoever holds the sink's token could have
 * written it: so what it means is asked from the carrier.
 *
 * @param paymentId the carrier's
 * @param refundId present in events about refunds
 */
record CamaraEvent(String paymentId, Optional<String> refundId) {

    private static final String PAYMENT = "org.camaraproject.carrier-billing.v0.payment-";
    private static final String REFUND = "org.camaraproject.carrier-billing-refund.v0.refund-";

    /** @throws Json.Unreadable when it is no event of these APIs */
    static CamaraEvent read(byte[] body) throws Json.Unreadable {
        if (body.length > CamaraClient.MOST_BYTES) {
            throw new Json.Unreadable("too long");
        }
        JsonNode node = Json.read(body);
        if (!Json.require(node, 8, "specversion").equals("1.0")) {
            throw new Json.Unreadable("another version");
        }
        Json.require(node, 256, "id");
        String type = Json.require(node, 128, "type");
        String payment = CamaraPayment.id(Json.require(node, 64, "data", "paymentId"));
        if (type.startsWith(PAYMENT)) {
            return new CamaraEvent(payment, Optional.empty());
        }
        if (type.startsWith(REFUND)) {
            return new CamaraEvent(payment, Optional.of(CamaraPayment.id(Json.require(node, 64, "data", "refundId"))));
        }
        throw new Json.Unreadable("no event of carrier billing");
    }
}
