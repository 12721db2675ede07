package io.tongbao.carrier.sandbox;

import io.tongbao.carrier.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the CAMARA face answers.
 *
 * @param body empty: none
 * @param event to send to the payment's sink once it is answered
 */
record CamaraAnswer(
        int status,
        String type,
        byte[] body,
        Map<String, String> headers,
        @Nullable Event event) {

    /** An event and whose it is. */
    record Event(String paymentReference, @Nullable String refundReference, String name) {}

    static CamaraAnswer json(int status, JsonNode body) {
        return new CamaraAnswer(status, "application/json", Json.write(body), Map.of(), null);
    }

    static CamaraAnswer empty(int status) {
        return new CamaraAnswer(status, "application/json", new byte[0], Map.of(), null);
    }

    static CamaraAnswer error(int status, String code) {
        return json(
                status, Json.object().put("status", status).put("code", code).put("message", "Sandbox: " + code));
    }

    /** A code alone; the status that goes with it is known. */
    static CamaraAnswer error(String code) {
        if (List.of("IDENTIFIER_NOT_FOUND", "NOT_FOUND").contains(code)) {
            return error(404, code);
        }
        if (code.endsWith("UNAUTHORIZED_AMOUNT")
                || code.endsWith("THRESHOLD_OVERPASSED")
                || code.endsWith("INVALID_PAYMENT_STATUS")
                || code.endsWith("_IDENTIFIER")
                || code.endsWith("NOT_APPLICABLE")) {
            return error(422, code);
        }
        if (code.equals("ALREADY_EXISTS")
                || code.endsWith(".PAYMENT_CONFIRMED")
                || code.endsWith(".PAYMENT_CANCELLED")) {
            return error(409, code);
        }
        return error(code.equals("INVALID_ARGUMENT") ? 400 : 403, code);
    }

    static CamaraAnswer of(BookCode code) {
        return error(code(code));
    }

    static String code(BookCode code) {
        return switch (code) {
            case OK -> throw new IllegalArgumentException("no error");
            case NO_SUCH_SUBSCRIBER -> "IDENTIFIER_NOT_FOUND";
            case BARRED, IN_ARREARS, INACTIVE -> "CARRIER_BILLING.PAYMENT_DENIED";
            case INSUFFICIENT -> "CARRIER_BILLING.UNAUTHORIZED_AMOUNT";
            case OVER_CAP -> "CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED";
            case ORIGINAL_UNFIT -> "CARRIER_BILLING_REFUND.INVALID_PAYMENT_STATUS";
            case CONFIRMED -> "CARRIER_BILLING.PAYMENT_CONFIRMED";
            case CANCELLED -> "CARRIER_BILLING.PAYMENT_CANCELLED";
            case ID_REUSED -> "ALREADY_EXISTS";
            case REVERSED -> "BOSS.REVERSED";
        };
    }

    CamaraAnswer with(Event told) {
        return new CamaraAnswer(status, type, body, headers, told);
    }

    CamaraAnswer with(Map<String, String> more) {
        return new CamaraAnswer(status, type, body, more, event);
    }
}
