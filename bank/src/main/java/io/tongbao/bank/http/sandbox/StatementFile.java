package io.tongbao.bank.http.sandbox;

import io.tongbao.bank.http.wire.Json;
import io.tongbao.bank.sandbox.BankBooks;
import io.tongbao.bank.sandbox.Operation;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** One day of the books as JSON lines. */
final class StatementFile {

    private StatementFile() {}

    /** @param wrongTotals whether the totals shall lie */
    static byte[] write(BankBooks books, LocalDate day, boolean wrongTotals) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        long opening = books.platformBalanceMinor(day);
        line(file, fields("kind", "statement", "day", day, "currency", "CNY", "opening_minor", opening));
        long credits = 0;
        long debits = 0;
        int count = 0;
        for (Operation each : books.operations(day)) {
            if (!each.moved()) {
                continue;
            }
            boolean credit = each.platformEffectMinor() > 0;
            credits += credit ? each.amountMinor() : 0;
            debits += credit ? 0 : each.amountMinor();
            count++;
            line(
                    file,
                    fields(
                            "reference",
                            each.reference(),
                            "id",
                            each.id(),
                            "amount_minor",
                            each.amountMinor(),
                            "credit",
                            credit,
                            "at",
                            each.bookedAt(),
                            "text",
                            each.kind()));
        }
        String digest = digest(file.toByteArray());
        line(
                file,
                fields(
                        "kind",
                        "totals",
                        "count",
                        count,
                        "credits_minor",
                        credits + (wrongTotals ? 1 : 0),
                        "debits_minor",
                        debits,
                        "closing_minor",
                        opening + credits - debits,
                        "digest",
                        digest));
        return file.toByteArray();
    }

    private static void line(ByteArrayOutputStream file, Map<String, Object> fields) {
        file.writeBytes(Json.write(fields));
        file.write('\n');
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return fields;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
