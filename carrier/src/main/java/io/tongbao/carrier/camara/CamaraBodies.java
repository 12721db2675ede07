package io.tongbao.carrier.camara;

import io.tongbao.carrier.CarrierInstruction;
import io.tongbao.carrier.json.Json;
import io.tongbao.kernel.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The requests' bodies. The same instruction gives the same bytes each time. */
final class CamaraBodies {

    /** How long after the instruction the carrier may use our sink's token. */
    private static final Duration SINK_TOKEN_LIFE = Duration.ofDays(7);

    private CamaraBodies() {}

    static ObjectNode payment(CamaraSettings settings, CarrierInstruction.Charge charge) {
        ObjectNode amount = Json.object();
        amount.set("chargingInformation", charging(charge.amount(), charge.description()));
        ObjectNode meta = Json.object().put("merchantName", charge.merchant());
        if (settings.merchant() != null) {
            meta.put("merchantIdentifier", settings.merchant());
        }
        amount.set("chargingMetaData", meta);
        ObjectNode transaction = Json.object()
                .put("phoneNumber", charge.number().e164())
                .put("clientCorrelator", charge.id().toString())
                .put("referenceCode", charge.id().toString());
        transaction.set("paymentAmount", amount);
        ObjectNode body = Json.object();
        body.set("amountTransaction", transaction);
        sink(settings, body, charge.at());
        return body;
    }

    /** @param total the whole payment, of which nothing was refunded before */
    static ObjectNode refund(CamaraSettings settings, UUID id, Instant at, Money money, boolean total) {
        ObjectNode amount = Json.object();
        if (!total) {
            amount.set("chargingInformation", charging(money, "refund"));
        }
        ObjectNode transaction =
                Json.object().put("clientCorrelator", id.toString()).put("referenceCode", id.toString());
        transaction.set("refundAmount", amount);
        ObjectNode body = Json.object().put("type", total ? "total" : "partial");
        body.set("amountTransaction", transaction);
        sink(settings, body, at);
        return body;
    }

    /** Whose payment it is: with a client's token the number must be told each time. */
    static ObjectNode subject(String e164) {
        return Json.object().put("phoneNumber", e164);
    }

    /** A body of the extensions: who, how much, under which id. */
    static ObjectNode extension(CarrierInstruction instruction) {
        return Json.object()
                .put("clientCorrelator", instruction.id().toString())
                .put("phoneNumber", instruction.number().e164())
                .put("amount", decimal(instruction.amount()))
                .put("currency", instruction.amount().currency().name());
    }

    private static ObjectNode charging(Money money, String description) {
        return Json.object()
                .put("amount", decimal(money))
                .put("currency", money.currency().name())
                .put("description", description);
    }

    private static BigDecimal decimal(Money money) {
        return BigDecimal.valueOf(money.minor(), money.currency().scale());
    }

    private static void sink(CamaraSettings settings, ObjectNode body, Instant at) {
        if (settings.sink() == null) {
            return;
        }
        body.put("sink", settings.sink());
        body.set(
                "sinkCredential",
                Json.object()
                        .put("credentialType", "ACCESSTOKEN")
                        .put("accessToken", settings.sinkToken())
                        .put("accessTokenExpiresUtc", at.plus(SINK_TOKEN_LIFE).toString())
                        .put("accessTokenType", "bearer"));
    }
}
