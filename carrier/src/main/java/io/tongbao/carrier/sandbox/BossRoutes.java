package io.tongbao.carrier.sandbox;

import io.tongbao.carrier.ChargeLine;
import io.tongbao.carrier.chargefile.ChargeFile;
import io.tongbao.carrier.json.Json;
import io.tongbao.carrier.sandbox.CamaraRoutes.Request;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** What CAMARA lacks, in its style: subscriber state, top-up, points, reversal, look-up by our id, charge file. */
final class BossRoutes {

    private static final String ROOT = "/boss/v1/";

    private final CarrierBooks books;
    private final Currency currency;

    BossRoutes(CarrierBooks books, Currency currency) {
        this.books = books;
        this.currency = currency;
    }

    static String operation(String path) {
        return switch (name(path)) {
            case "reversals" -> "reverse";
            case "operations" -> "inquire";
            case "top-ups" -> "top_up";
            case "points-exchanges" -> "points";
            case "charge-files" -> "charge_file";
            default -> "subscriber";
        };
    }

    private static String name(String path) {
        return path.substring(ROOT.length()).split("/", -1)[0];
    }

    CamaraAnswer handle(Request request, boolean wrongTotals) throws Json.Unreadable {
        if (!request.path().startsWith(ROOT)) {
            return CamaraAnswer.error(404, "NOT_FOUND");
        }
        String last = request.path().substring(request.path().lastIndexOf('/') + 1);
        return switch (name(request.path())) {
            case "subscribers" -> subscriber(Json.read(request.body()));
            case "reversals" -> reverse(Json.read(request.body()));
            case "top-ups" -> topUp(Json.read(request.body()));
            case "points-exchanges" -> points(Json.read(request.body()));
            case "operations" -> operation(UUID.fromString(last));
            case "charge-files" -> chargeFile(LocalDate.parse(last), wrongTotals);
            default -> CamaraAnswer.error(404, "NOT_FOUND");
        };
    }

    private CamaraAnswer subscriber(JsonNode request) throws Json.Unreadable {
        return books.account(new Msisdn(Json.require(request, 16, "phoneNumber")))
                .map(account -> CamaraAnswer.json(
                        200,
                        Json.object()
                                .put("plan", lower(account.opened().plan()))
                                .put("standing", lower(account.opened().standing()))
                                .put("chargeableAmount", decimal(account.chargeableMinor()))
                                .put("currency", currency.name())
                                .put("points", account.points())))
                .orElseGet(() -> CamaraAnswer.error("IDENTIFIER_NOT_FOUND"));
    }

    private CamaraAnswer reverse(JsonNode request) throws Json.Unreadable {
        UUID original = UUID.fromString(Json.require(request, 36, "originalCorrelator"));
        UUID id = id(request);
        BookAnswer answer = books.reverse(id, original);
        return answer.ok() ? done(id, answer) : CamaraAnswer.of(answer.code());
    }

    private CamaraAnswer topUp(JsonNode request) throws Json.Unreadable {
        BookAnswer answer = books.topUp(
                id(request),
                new Msisdn(Json.require(request, 16, "phoneNumber")),
                CamaraRoutes.minor(request, currency));
        return answer.ok() ? done(id(request), answer) : CamaraAnswer.of(answer.code());
    }

    private CamaraAnswer points(JsonNode request) throws Json.Unreadable {
        long points = Json.number(request, "points").longValueExact();
        if (points < 1 || points > 1_000_000_000) {
            return CamaraAnswer.error("INVALID_ARGUMENT");
        }
        BookAnswer answer = books.exchangePoints(
                id(request),
                new Msisdn(Json.require(request, 16, "phoneNumber")),
                points,
                CamaraRoutes.minor(request, currency));
        return answer.ok() ? done(id(request), answer) : CamaraAnswer.of(answer.code());
    }

    private static UUID id(JsonNode request) throws Json.Unreadable {
        return UUID.fromString(Json.require(request, 36, "clientCorrelator"));
    }

    /** A reversal of what was never seen has no entry of its own; its reference says so. */
    private static CamaraAnswer done(UUID id, BookAnswer answer) {
        Operation operation = answer.operation();
        return CamaraAnswer.json(
                201,
                Json.object()
                        .put("clientCorrelator", id.toString())
                        .put("reference", operation == null ? "NONE" : operation.reference())
                        .put("status", "done"));
    }

    private CamaraAnswer operation(UUID id) {
        return books.operation(id)
                .map(found -> {
                    var body = Json.object()
                            .put("clientCorrelator", id.toString())
                            .put("reference", found.reference())
                            .put("kind", lower(found.kind()))
                            .put("status", lower(found.state()))
                            .put("amount", decimal(found.amountMinor()))
                            .put("currency", currency.name());
                    if (found.code() != BookCode.OK) {
                        String code = CamaraAnswer.code(found.code());
                        body.put("code", code.substring(code.indexOf('.') + 1));
                    }
                    return CamaraAnswer.json(200, body);
                })
                .orElseGet(() -> CamaraAnswer.error(404, "NOT_FOUND"));
    }

    private CamaraAnswer chargeFile(LocalDate day, boolean wrongTotals) {
        List<ChargeLine> lines = books.operations(day).stream()
                .map(each -> new ChargeLine(
                        each.reference(), each.id(), each.kind(), Money.of(each.amountMinor(), currency), each.at()))
                .toList();
        byte[] file = ChargeFile.write(day, currency, lines);
        if (wrongTotals) {
            String text = new String(file, StandardCharsets.UTF_8);
            int trailer = text.lastIndexOf("\nT,") + 1;
            file = (text.substring(0, trailer)
                            + text.substring(trailer).replaceFirst("T,\\d+", "T," + (lines.size() + 1)))
                    .getBytes(StandardCharsets.UTF_8);
        }
        return new CamaraAnswer(200, "text/csv", file, Map.of(), null);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private BigDecimal decimal(long minor) {
        return BigDecimal.valueOf(minor, currency.scale());
    }
}
