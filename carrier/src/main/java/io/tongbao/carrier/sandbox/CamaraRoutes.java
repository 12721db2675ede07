package io.tongbao.carrier.sandbox;

import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.json.Json;
import io.tongbao.carrier.sandbox.CamaraAnswer.Event;
import io.tongbao.carrier.sandbox.Operation.State;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** CAMARA's paths over the books. Keeps nothing itself. */
final class CamaraRoutes {

    private static final String PAYMENTS = "/carrier-billing/v0.5/payments";
    private static final Pattern PAYMENT = Pattern.compile(PAYMENTS + "/([A-Za-z0-9]{1,64})(/[a-z]+)?");
    private static final Pattern REFUND = Pattern.compile(
            "/carrier-billing-refund/v0\\.3/payments/([A-Za-z0-9]{1,64})/refunds(?:/([A-Za-z0-9-]{1,64}))?");

    /** A request as far as routes care. */
    record Request(String method, String path, Map<String, String> query, byte[] body) {}

    /** The request is not as it must be. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;

        Unfit(String code) {
            super(code);
            this.code = code;
        }
    }

    private final CarrierBooks books;
    private final Currency currency;
    private final CamaraEvents events;
    private final BossRoutes boss;

    CamaraRoutes(CarrierBooks books, Currency currency, CamaraEvents events) {
        this.books = books;
        this.currency = currency;
        this.events = events;
        this.boss = new BossRoutes(books, currency);
    }

    /** The script's name for a request. */
    static String operation(String method, String path) {
        if (path.startsWith("/boss/")) {
            return BossRoutes.operation(path);
        }
        if (method.equals("GET")) {
            return "inquire";
        }
        if (REFUND.matcher(path).matches()) {
            return "refund";
        }
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "prepare" -> "reserve";
            case "confirm" -> "confirm";
            case "cancel" -> "cancel";
            default -> "charge";
        };
    }

    /** @param wrongTotals of a charge file asked for */
    CamaraAnswer handle(Request request, boolean wrongTotals) {
        try {
            if (request.path().startsWith("/boss/")) {
                return boss.handle(request, wrongTotals);
            }
            if (request.path().equals(PAYMENTS)) {
                return request.method().equals("GET") ? list(request.query()) : pay(request.body(), false);
            }
            if (request.path().equals(PAYMENTS + "/prepare") && request.method().equals("POST")) {
                return pay(request.body(), true);
            }
            Matcher refund = REFUND.matcher(request.path());
            if (refund.matches()) {
                return refund(request, payment(refund.group(1)), Optional.ofNullable(refund.group(2)));
            }
            Matcher payment = PAYMENT.matcher(request.path());
            if (payment.matches()) {
                Operation found = payment(payment.group(1));
                return payment.group(2) == null
                        ? CamaraAnswer.json(200, payment(found))
                        : settle(found, payment.group(2));
            }
            return CamaraAnswer.error(404, "NOT_FOUND");
        } catch (Unfit e) {
            return CamaraAnswer.error(e.code);
        } catch (Json.Unreadable | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            return CamaraAnswer.error("INVALID_ARGUMENT");
        }
    }

    private CamaraAnswer pay(byte[] body, boolean reserve) throws Json.Unreadable, Unfit {
        JsonNode request = Json.read(body);
        JsonNode transaction = request.path("amountTransaction");
        JsonNode money = transaction.path("paymentAmount").path("chargingInformation");
        if (Json.text(transaction, "phoneNumber").isEmpty()) {
            throw new Unfit("MISSING_IDENTIFIER");
        }
        Json.require(transaction, 128, "referenceCode");
        UUID id = UUID.fromString(Json.require(transaction, 36, "clientCorrelator"));
        JsonNode meta = transaction.path("paymentAmount").path("chargingMetaData");
        BookAnswer answer = books.charge(
                id,
                new Msisdn(Json.require(transaction, 16, "phoneNumber")),
                minor(money, currency),
                reserve,
                Json.require(money, 200, "description") + "\n"
                        + Json.text(meta, "merchantName").orElse("") + "\n"
                        + Json.text(meta, "merchantIdentifier").orElse(""));
        Operation operation = answer.operation();
        if (!answer.ok() || operation == null) {
            return CamaraAnswer.of(answer.code());
        }
        events.remember(operation.reference(), request);
        return CamaraAnswer.json(201, payment(operation))
                .with(new Event(operation.reference(), null, reserve ? "payment-reserved" : "payment-completed"));
    }

    static long minor(JsonNode money, Currency currency) throws Json.Unreadable {
        if (!Json.require(money, 3, "currency").equals(currency.name())) {
            throw new Json.Unreadable("another currency");
        }
        long minor =
                Json.number(money, "amount").movePointRight(currency.scale()).longValueExact();
        if (minor <= 0) {
            throw new Json.Unreadable("no amount");
        }
        return minor;
    }

    private Operation payment(String reference) throws Unfit {
        return books.operation(reference)
                .filter(each -> each.kind() == Kind.CHARGE || each.kind() == Kind.RESERVATION)
                // CAMARA: what was refused was never created.
                .filter(each -> each.state() != State.DECLINED)
                .orElseThrow(() -> new Unfit("NOT_FOUND"));
    }

    private CamaraAnswer settle(Operation payment, String step) throws Unfit {
        BookAnswer answer =
                switch (step) {
                    case "/confirm" -> books.confirm(payment.id());
                    case "/cancel" -> books.cancel(payment.id());
                    default -> throw new Unfit("NOT_FOUND");
                };
        if (answer.code() == BookCode.ORIGINAL_UNFIT) {
            throw new Unfit("NOT_FOUND");
        }
        return answer.ok()
                ? CamaraAnswer.empty(202)
                        .with(new Event(
                                payment.reference(),
                                null,
                                step.equals("/confirm") ? "payment-completed" : "payment-cancelled"))
                : CamaraAnswer.of(answer.code());
    }

    private CamaraAnswer list(Map<String, String> query) {
        Instant from = instant(query, "paymentCreationDate.gte", Instant.MIN);
        Instant to = instant(query, "paymentCreationDate.lte", Instant.MAX);
        List<String> states = query.containsKey("paymentStatus")
                ? Arrays.asList(query.get("paymentStatus").split(","))
                : List.of();
        String merchant = query.getOrDefault("merchantIdentifier", "");
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        int perPage = Integer.parseInt(query.getOrDefault("perPage", "10"));
        if (page < 1 || perPage < 1 || perPage > 100) {
            return CamaraAnswer.error(400, "OUT_OF_RANGE");
        }
        List<Operation> found = new java.util.ArrayList<>(books.all().stream()
                .filter(each -> each.kind() == Kind.CHARGE || each.kind() == Kind.RESERVATION)
                .filter(each -> each.state() != State.DECLINED)
                .filter(each -> !each.at().isBefore(from) && !each.at().isAfter(to))
                .filter(each -> states.isEmpty() || states.contains(status(each)))
                .filter(each -> merchant.isEmpty() || each.text().endsWith("\n" + merchant))
                .toList());
        if (!query.getOrDefault("order", "desc").equals("asc")) {
            Collections.reverse(found);
        }
        ArrayNode list = Json.object().putArray("list");
        found.stream().skip((page - 1L) * perPage).limit(perPage).forEach(each -> list.add(payment(each)));
        return CamaraAnswer.json(200, list)
                .with(Map.of(
                        "X-Total-Count", Integer.toString(found.size()), "Content-Last-Key", Integer.toString(page)));
    }

    private static Instant instant(Map<String, String> query, String name, Instant otherwise) {
        return query.containsKey(name) ? Instant.parse(query.get(name)) : otherwise;
    }

    private CamaraAnswer refund(Request request, Operation payment, Optional<String> id) throws Json.Unreadable, Unfit {
        if (request.method().equals("POST") && id.isEmpty()) {
            return refund(request.body(), payment);
        }
        if (id.filter("remaining-amount"::equals).isPresent()) {
            return CamaraAnswer.json(
                    200,
                    Json.object()
                            .put("amount", payment.counts() ? decimal(books.remaining(payment)) : BigDecimal.ZERO)
                            .put("currency", currency.name()));
        }
        List<Operation> refunds = books.all().stream()
                .filter(each -> each.kind() == Kind.REFUND && each.state() == State.DONE)
                .filter(each -> payment.id().equals(each.original()))
                .filter(each -> id.isEmpty() || id.get().equals(each.reference()))
                .toList();
        if (id.isPresent()) {
            return refunds.isEmpty()
                    ? CamaraAnswer.error(404, "NOT_FOUND")
                    : CamaraAnswer.json(200, refund(refunds.getFirst(), payment));
        }
        ArrayNode list = Json.object().putArray("list");
        refunds.forEach(each -> list.add(refund(each, payment)));
        return CamaraAnswer.json(200, list);
    }

    private CamaraAnswer refund(byte[] body, Operation payment) throws Json.Unreadable, Unfit {
        JsonNode request = Json.read(body);
        JsonNode transaction = request.path("amountTransaction");
        UUID id = UUID.fromString(Json.require(transaction, 36, "clientCorrelator"));
        Json.require(transaction, 128, "referenceCode");
        long minor =
                switch (Json.require(request, 16, "type")) {
                    case "total" -> payment.amountMinor();
                    case "partial" -> minor(transaction.path("refundAmount").path("chargingInformation"), currency);
                    default -> throw new Unfit("INVALID_ARGUMENT");
                };
        BookAnswer answer = books.refund(id, payment.id(), minor);
        Operation refund = answer.operation();
        if (!answer.ok() || refund == null) {
            return CamaraAnswer.of(answer.code());
        }
        events.remember(refund.reference(), request);
        return CamaraAnswer.json(201, refund(refund, payment))
                .with(new Event(payment.reference(), refund.reference(), "refund-completed"));
    }

    private JsonNode refund(Operation refund, Operation payment) {
        boolean total = refund.amountMinor() == payment.amountMinor();
        var amount = Json.object();
        if (!total) {
            amount.set("chargingInformation", charging(refund.amountMinor(), "refund"));
        }
        var transaction = Json.object()
                .put("clientCorrelator", refund.id().toString())
                .put("referenceCode", refund.id().toString());
        transaction.set("refundAmount", amount);
        var body = Json.object()
                .put("refundId", refund.reference())
                .put("type", total ? "total" : "partial")
                .put("refundStatus", "succeeded")
                .put("refundCreationDate", refund.at().toString())
                .put("refundDate", refund.at().toString());
        body.set("amountTransaction", transaction);
        return body;
    }

    private JsonNode payment(Operation payment) {
        String[] text = payment.text().split("\n", -1);
        var amount = Json.object();
        amount.set("chargingInformation", charging(payment.amountMinor(), text[0]));
        var meta = Json.object();
        if (text.length > 1 && !text[1].isEmpty()) {
            meta.put("merchantName", text[1]);
        }
        if (text.length > 2 && !text[2].isEmpty()) {
            meta.put("merchantIdentifier", text[2]);
        }
        amount.set("chargingMetaData", meta);
        var transaction = Json.object()
                .put("phoneNumber", payment.number().e164())
                .put("clientCorrelator", payment.id().toString())
                .put("referenceCode", payment.id().toString())
                .put("serverReferenceCode", payment.reference());
        transaction.set("paymentAmount", amount);
        var body = Json.object()
                .put("paymentId", payment.reference())
                .put("paymentStatus", status(payment))
                .put("paymentCreationDate", payment.at().toString());
        if (payment.counts()) {
            body.put("paymentDate", payment.at().toString());
        }
        body.set("amountTransaction", transaction);
        return body;
    }

    private static String status(Operation payment) {
        return switch (payment.state()) {
            case DONE, CONFIRMED -> "succeeded";
            case RESERVED -> "reserved";
            case CANCELLED, EXPIRED, REVERSED -> "cancelled";
            case DECLINED -> "denied";
        };
    }

    private JsonNode charging(long minor, String description) {
        return Json.object()
                .put("amount", decimal(minor))
                .put("currency", currency.name())
                .put("description", description);
    }

    private BigDecimal decimal(long minor) {
        return BigDecimal.valueOf(minor, currency.scale());
    }
}
