package io.tongbao.bank.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tongbao.bank.http.wire.Json;
import io.tongbao.bank.http.wire.Unreadable;
import io.tongbao.bank.http.wire.WireObject;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Script;
import io.tongbao.partner.sandbox.Trick;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Where people and tests order trouble of a sandbox bank and look into its books; on loopback only, and only for callers that name it so
 * (a page in a browser elsewhere cannot reach it by renaming itself):
 *
 * <pre>
 * POST /sandbox/script    {"next": [{"operation": "debit", "mischief": "timeout_after", "argument": "", "times": 1}],
 *                          "odds": [{"operation": "*", "mischief": "twice", "per_million": 20000}], "seed": 1}
 * POST /sandbox/clear     {}
 * POST /sandbox/confirm   {"id": "the sign-up the customer confirms at the counter or on the phone"}
 * POST /sandbox/accounts  {"accounts": [{"number", "holder", "id_number", "phone", "type", "balance_minor", "limit_minor"}]}
 * GET  /sandbox/books     accounts, operations, sign-ups
 * </pre>
 */
public final class SandboxControl implements Face {

    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final int MOST_TRICKS = 1_000;
    private static final int MOST_ACCOUNTS = 100_000;
    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost");

    private final int port;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable HttpServer server;

    /** @param port 0 for any */
    public SandboxControl(int port) {
        this.port = port;
    }

    @Override
    public String name() {
        return "control";
    }

    @Override
    public void start(SandboxBank bank) throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        listening.setExecutor(threads);
        listening.createContext("/sandbox/", exchange -> handle(bank, exchange));
        listening.start();
        server = listening;
    }

    @Override
    public String address() {
        HttpServer listening = server;
        if (listening == null) {
            throw new IllegalStateException("not started");
        }
        return "127.0.0.1:" + listening.getAddress().getPort();
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    private static void handle(SandboxBank bank, HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
        int status = 200;
        byte[] answer;
        try {
            String host =
                    Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("host"), "");
            if (!HERE.contains(host.replaceAll(":[0-9]+$", ""))) {
                throw new Unreadable("ask 127.0.0.1");
            }
            answer = answer(
                    bank, exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
        } catch (Unreadable | IllegalArgumentException e) {
            status = 400;
            answer = Json.write(Map.of("error", Objects.requireNonNullElse(e.getMessage(), "wrong")));
        }
        exchange.getResponseHeaders().set("content-type", "application/json");
        try (exchange) {
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static byte[] answer(SandboxBank bank, String method, String path, byte[] body) throws Unreadable {
        switch (method + " " + path) {
            case "GET /sandbox/books" -> {
                return books(bank.books());
            }
            case "POST /sandbox/script" -> script(bank.script(), WireObject.parse(body));
            case "POST /sandbox/clear" -> bank.script().clear();
            case "POST /sandbox/confirm" -> {
                SignUpStep step =
                        bank.books().confirmAtBank(WireObject.parse(body).id("id"));
                return Json.write(Map.of("signed", step instanceof SignUpStep.Signed));
            }
            case "POST /sandbox/accounts" -> accounts(bank.books(), WireObject.parse(body));
            default -> throw new Unreadable("there is no " + path);
        }
        return Json.write(Map.of("ok", true));
    }

    private static void script(Script script, WireObject order) throws Unreadable {
        List<Script.Odds> odds = new ArrayList<>();
        if (order.has("odds")) {
            for (WireObject each : order.objects("odds", MOST_TRICKS)) {
                odds.add(new Script.Odds(
                        each.text("operation", 64), trick(each), (int) each.number("per_million", 0, 1_000_000)));
            }
            script.odds(odds, order.has("seed") ? order.number("seed", Long.MIN_VALUE, Long.MAX_VALUE) : 1);
        }
        if (order.has("next")) {
            for (WireObject each : order.objects("next", MOST_TRICKS)) {
                int times = each.has("times") ? (int) each.number("times", 1, 100_000) : 1;
                script.next(each.text("operation", 64), trick(each), times);
            }
        }
    }

    private static Trick trick(WireObject order) throws Unreadable {
        Mischief mischief = order.choice("mischief", Mischief.class);
        Trick trick = new Trick(mischief, Objects.requireNonNullElse(order.optionalText("argument", 32), ""));
        if (mischief == Mischief.DECLINE) {
            order.text("argument", 32);
        }
        if ((mischief == Mischief.SLOW || mischief == Mischief.LATE) && trick.millis() < 0) {
            throw new Unreadable("argument must be milliseconds");
        }
        return trick;
    }

    private static void accounts(BankBooks books, WireObject order) throws Unreadable {
        for (WireObject each : order.objects("accounts", MOST_ACCOUNTS)) {
            books.openAccount(new SandboxAccount(
                    each.text("number", 30),
                    each.text("holder", 100),
                    each.text("id_number", 40),
                    each.text("phone", 20),
                    each.optionalText("expiry", 4),
                    each.optionalText("security_code", 4),
                    each.choice("type", SandboxAccount.Type.class),
                    each.number("balance_minor", 0, Long.MAX_VALUE / 4),
                    each.has("limit_minor") ? each.number("limit_minor", 0, Long.MAX_VALUE / 4) : 0));
        }
    }

    private static byte[] books(BankBooks books) {
        List<Map<String, Object>> accounts = new ArrayList<>();
        books.balances().forEach((number, minor) -> {
            Map<String, Object> account = new LinkedHashMap<>();
            account.put("number", number);
            account.put("balance_minor", minor);
            accounts.add(account);
        });
        List<Map<String, Object>> operations =
                books.all().map(SandboxControl::fields).toList();
        List<Map<String, Object>> signUps = books.signUps().stream()
                .map(each -> Map.<String, Object>of(
                        "id",
                        each.id(),
                        "mode",
                        each.mode(),
                        "signed",
                        !each.token().isEmpty()))
                .toList();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("accounts", accounts);
        all.put("operations", operations);
        all.put("sign_ups", signUps);
        return Json.write(all);
    }

    private static Map<String, Object> fields(Operation operation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", operation.id());
        fields.put("kind", operation.kind());
        fields.put("number", operation.number());
        fields.put("amount_minor", operation.amountMinor());
        fields.put("state", operation.state());
        fields.put("code", operation.code());
        fields.put("reference", operation.reference());
        UUID original = operation.original();
        if (original != null) {
            fields.put("original", original);
        }
        fields.put("at", operation.at());
        fields.put("booked_at", operation.bookedAt());
        return fields;
    }
}
