package io.tongbao.carrier.sandbox;

import com.sun.net.httpserver.HttpExchange;
import io.tongbao.carrier.json.Json;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Script;
import io.tongbao.partner.sandbox.Trick;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How tests and people tell the sandbox carrier what to do, on loopback: {@code POST /sandbox/script}, {@code POST /sandbox/clear}, {@code GET
 * /sandbox/books}.
 *
 * <pre>
 * {"next": [{"operation": "charge", "mischief": "TIMEOUT_AFTER", "argument": "", "times": 1}],
 *  "odds": [{"operation": "*", "mischief": "TWICE", "argument": "", "perMillion": 20000}], "seed": 7}
 * </pre>
 */
final class ControlFace implements AutoCloseable {

    private final HttpFace http;
    private final CarrierBooks books;
    private final Script script;

    ControlFace(int port, CarrierBooks books, Script script) throws IOException {
        this.books = books;
        this.script = script;
        this.http = new HttpFace(port, this::handle);
    }

    int port() {
        return http.port();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        byte[] body = HttpFace.body(exchange);
        int status = 204;
        byte[] answer = new byte[0];
        try {
            switch (request) {
                case "POST /sandbox/script" -> order(Json.read(body));
                case "POST /sandbox/clear" -> script.clear();
                case "GET /sandbox/books" -> {
                    status = 200;
                    answer = Json.write(pages());
                }
                default -> status = 404;
            }
        } catch (Json.Unreadable | IllegalArgumentException | ArithmeticException e) {
            status = 400;
        }
        HttpFace.answer(exchange, status, "application/json", answer);
    }

    private void order(JsonNode request) throws Json.Unreadable {
        for (JsonNode each : request.path("next")) {
            int times = each.has("times") ? Json.number(each, "times").intValueExact() : 1;
            script.next(Json.require(each, 32, "operation"), trick(each), times);
        }
        if (request.has("odds")) {
            List<Script.Odds> odds = new ArrayList<>();
            for (JsonNode each : request.path("odds")) {
                odds.add(new Script.Odds(
                        Json.require(each, 32, "operation"),
                        trick(each),
                        Json.number(each, "perMillion").intValueExact()));
            }
            script.odds(odds, request.has("seed") ? Json.number(request, "seed").longValueExact() : 0);
        }
    }

    private static Trick trick(JsonNode node) throws Json.Unreadable {
        Trick trick = new Trick(
                Mischief.valueOf(Json.require(node, 32, "mischief").toUpperCase(Locale.ROOT)),
                Json.text(node, "argument").orElse(""));
        if (trick.mischief() == Mischief.SLOW || trick.mischief() == Mischief.LATE) {
            long _ = trick.millis();
        }
        return trick;
    }

    private ObjectNode pages() {
        ObjectNode pages = Json.object();
        ArrayNode subscribers = pages.putArray("subscribers");
        for (CarrierBooks.Account each : books.accounts()) {
            subscribers.add(Json.object()
                    .put("number", each.opened().number().e164())
                    .put("plan", each.opened().plan().name())
                    .put("standing", each.opened().standing().name())
                    .put("availableMinor", each.availableMinor())
                    .put("chargedMinor", each.chargedMinor())
                    .put("points", each.points()));
        }
        ArrayNode operations = pages.putArray("operations");
        for (Operation each : books.all()) {
            ObjectNode line = Json.object()
                    .put("id", each.id().toString())
                    .put("reference", each.reference())
                    .put("kind", each.kind().name())
                    .put("number", each.number().e164())
                    .put("amountMinor", each.amountMinor())
                    .put("state", each.state().name())
                    .put("code", each.code().name())
                    .put("at", each.at().toString());
            if (each.original() != null) {
                line.put("original", each.original().toString());
            }
            operations.add(line);
        }
        return pages;
    }

    @Override
    public void close() {
        http.close();
    }
}
