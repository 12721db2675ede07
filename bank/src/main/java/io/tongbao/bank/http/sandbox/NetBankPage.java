package io.tongbao.bank.http.sandbox;

import com.sun.net.httpserver.HttpExchange;
import io.tongbao.bank.sandbox.BankBooks;
import io.tongbao.bank.sandbox.OpenSignUp;
import io.tongbao.bank.sandbox.SignUpStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The net bank's page where a customer confirms an agreement: one button. */
final class NetBankPage {

    private static final String PREFIX = "/netbank/";

    private final BankBooks books;

    NetBankPage(BankBooks books) {
        this.books = books;
    }

    void handle(HttpExchange exchange) throws IOException {
        OpenSignUp signUp = find(exchange.getRequestURI().getPath());
        if (signUp == null) {
            send(exchange, 404, page("没有这笔签约 · No such sign-up", ""));
            return;
        }
        if (exchange.getRequestMethod().equals("GET")) {
            send(
                    exchange,
                    200,
                    page(
                            "沙箱网银 · Sandbox net bank",
                            "<p>允许通宝从尾号 "
                                    + signUp.number().substring(signUp.number().length() - 4)
                                    + " 的卡扣款？ Allow Tongbao to debit this card?</p>"
                                    + "<form method=\"post\"><button>确认 · Confirm</button></form>"));
            return;
        }
        boolean signed = books.confirmAtBank(signUp.id()) instanceof SignUpStep.Signed;
        if (signed && safe(signUp.returnUrl())) {
            exchange.getResponseHeaders().set("location", signUp.returnUrl());
            send(exchange, 303, page("已签约 · Signed", ""));
            return;
        }
        send(exchange, signed ? 200 : 409, page(signed ? "已签约 · Signed" : "不能签约 · Not possible", ""));
    }

    private @Nullable OpenSignUp find(String path) {
        try {
            return books.signUp(UUID.fromString(path.substring(PREFIX.length())))
                    .orElse(null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean safe(String url) {
        return url.startsWith("https://") || url.startsWith("http://127.0.0.1") || url.startsWith("http://localhost");
    }

    private static String page(String title, String body) {
        return "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><title>" + title + "</title><h1>" + title
                + "</h1>" + body + "</html>";
    }

    private static void send(HttpExchange exchange, int status, String page) throws IOException {
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "text/html; charset=utf-8");
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
