package io.tongbao.merchant.http;

import io.tongbao.edge.Query;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.PublicId;
import io.tongbao.ledger.Account;
import io.tongbao.ledger.PostedTransfer;
import io.tongbao.ledger.StatementLine;
import io.tongbao.payment.Page;
import io.tongbao.payment.Payment;
import io.tongbao.payment.PaymentFilter;
import io.tongbao.payment.PaymentJson;
import io.tongbao.payment.PaymentKind;
import io.tongbao.payment.PaymentQueries;
import io.tongbao.payment.state.PaymentState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Lists and balances as JSON: {@code {"data": […], "next_cursor": …}}. */
final class Lists {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Lists() {}

    /** A page of the caller's payments by the query's filters. */
    static byte[] payments(PaymentQueries queries, ApiCall call) {
        Query query = call.query();
        PaymentFilter filter = new PaymentFilter(
                query.choices("state", PaymentState.class),
                query.choices("kind", PaymentKind.class),
                query.time("from", 0),
                query.time("to", Long.MAX_VALUE),
                query.number("min_amount_minor", 0, Money.MAX_PAYMENT_MINOR, 0),
                query.number("max_amount_minor", 0, Money.MAX_PAYMENT_MINOR, Long.MAX_VALUE),
                query.text("cursor"),
                query.limit());
        query.end();
        Page<Payment> page = queries.list(call.party(), filter);
        return list(page.items().stream().map(PaymentJson::write).toList(), page.nextCursor());
    }

    /** Items that are JSON already. */
    static byte[] list(List<byte[]> items, @Nullable String nextCursor) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 + items.size() * 512);
        out.writeBytes(ascii("{\"data\":["));
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(items.get(i));
        }
        // Cursors are URL-safe text without anything to escape.
        out.writeBytes(
                ascii(nextCursor == null ? "],\"next_cursor\":null}" : "],\"next_cursor\":\"" + nextCursor + "\"}"));
        return out.toByteArray();
    }

    /** A page of a statement, newest first. */
    static byte[] statement(List<StatementLine> lines, long accountId, Currency currency, int limit) {
        List<byte[]> items = lines.stream()
                .map(line -> json(json -> line(json, line, accountId, currency)))
                .toList();
        String next = lines.size() < limit
                ? null
                : Query.timeCursor(lines.getLast().transfer().ts());
        return list(items, next);
    }

    private static void line(JsonGenerator json, StatementLine line, long accountId, Currency currency) {
        PostedTransfer posted = line.transfer();
        boolean isOut = posted.transfer().debitId() == accountId;
        json.writeStringProperty("id", PublicId.format("tr", posted.transfer().id()));
        json.writeStringProperty("direction", isOut ? "out" : "in");
        json.writeStringProperty("kind", posted.transfer().kind().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("amount_minor", posted.transfer().amount());
        json.writeStringProperty("currency", currency.name());
        json.writeNumberProperty("balance_after_minor", line.balanceAfter());
        json.writeNumberProperty("available_after_minor", line.availableAfter());
        UUID payment = posted.transfer().userRef();
        if (payment != null) {
            json.writeStringProperty("payment_id", PublicId.format(Payment.PREFIX, payment));
        }
        json.writeStringProperty("at", time(posted.ts()));
    }

    /** What an account holds, with the members {@code extra} writes first. */
    static byte[] balance(Account account, Currency currency, Consumer<JsonGenerator> extra) {
        return json(json -> {
            extra.accept(json);
            json.writeStringProperty("currency", currency.name());
            json.writeNumberProperty("balance_minor", account.balance());
            json.writeNumberProperty("available_minor", account.available());
            json.writeNumberProperty("reserved_minor", account.debitsPending());
            json.writeNumberProperty("incoming_minor", account.creditsPending());
        });
    }

    /** One object. */
    static byte[] json(Consumer<JsonGenerator> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** RFC 3339 in UTC of microseconds since 1970. */
    static String time(long ts) {
        return Instant.EPOCH.plus(ts, ChronoUnit.MICROS).toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
