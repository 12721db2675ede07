package io.tongbao.bank.http.sandbox;

import io.tongbao.bank.BlacklistEntry;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.http.wire.Json;
import io.tongbao.bank.http.wire.Unreadable;
import io.tongbao.bank.http.wire.WireObject;
import io.tongbao.bank.sandbox.BankBooks;
import io.tongbao.bank.sandbox.BookAnswer;
import io.tongbao.bank.sandbox.BookCodes;
import io.tongbao.bank.sandbox.Operation;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.bank.sandbox.SignUpStep;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Trick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns messages into calls of the books, and what the books say into answers. */
final class FaceCalls {

    private final SandboxBank bank;
    private final BankBooks books;
    private final String base;

    FaceCalls(SandboxBank bank, String base) {
        this.bank = bank;
        this.books = bank.books();
        this.base = base;
    }

    /** Does it, unless the trick forbids, and gives the answer's body. */
    byte[] answer(String operation, WireObject request, Trick trick) throws Unreadable {
        String refusal =
                switch (trick.mischief()) {
                    case DECLINE -> trick.argument();
                    case CLOSED -> BookCodes.CLOSED;
                    default -> null;
                };
        return switch (operation) {
            case "debit", "credit", "refund" -> instruction(operation, request, refusal);
            case "reverse" -> answerTo(request, refusal == null ? reverse(request) : new BookAnswer(refusal, ""));
            case "inquire" ->
                refusal == null ? inquire(request) : answerTo(request, new BookAnswer(BookCodes.SYSTEM_ERROR, ""));
            case "sign_up" -> signUp(request, refusal == null ? open(request) : new SignUpStep.Refused(refusal));
            case "confirm_sign_up" ->
                signUp(request, refusal == null ? confirm(request) : new SignUpStep.Refused(refusal));
            case "send_code" ->
                answerTo(
                        request,
                        refusal == null
                                ? books.sendCode(request.id("id"), asked(request))
                                : new BookAnswer(refusal, ""));
            case "end_agreement" ->
                answerTo(
                        request,
                        refusal == null ? books.endAgreement(request.text("token", 64)) : new BookAnswer(refusal, ""));
            case "freeze" ->
                answerTo(
                        request,
                        refusal == null
                                ? books.freeze(request.text("token", 64), request.flag("frozen"))
                                : new BookAnswer(refusal, ""));
            case "blacklist" -> blacklist(request);
            case "statement" ->
                StatementFile.write(books, request.day("day"), trick.mischief() == Mischief.WRONG_TOTALS);
            default -> throw new Unreadable("no such operation");
        };
    }

    /** The answer to an instruction, with its id when it has one. */
    static byte[] answerTo(WireObject request, BookAnswer answer) throws Unreadable {
        return Json.write(fields(request.optionalId("id"), answer));
    }

    static Map<String, Object> fields(@Nullable UUID id, BookAnswer answer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (id != null) {
            fields.put("id", id);
        }
        fields.put("state", state(answer));
        fields.put("code", answer.code());
        if (!answer.reference().isEmpty()) {
            fields.put("reference", answer.reference());
        }
        return fields;
    }

    private static String state(BookAnswer answer) {
        if (answer.ok()) {
            return "done";
        }
        return answer.code().equals(BookCodes.SYSTEM_ERROR) ? "error" : "declined";
    }

    private byte[] instruction(String operation, WireObject request, @Nullable String refusal) throws Unreadable {
        UUID id = request.id("id");
        Instant at = request.time("at");
        long amountMinor = request.number("amount_minor", 1, Long.MAX_VALUE);
        if (operation.equals("refund")) {
            UUID original = original(request).id("id");
            return answerTo(
                    request,
                    refusal == null
                            ? books.refund(id, original, amountMinor, at)
                            : books.decline(id, Operation.Kind.REFUND, "", amountMinor, original, refusal, at));
        }
        String asked = asked(request);
        boolean debit = operation.equals("debit");
        if (refusal != null) {
            Operation.Kind kind = debit ? Operation.Kind.DEBIT : Operation.Kind.CREDIT;
            return answerTo(request, books.decline(id, kind, asked, amountMinor, null, refusal, at));
        }
        return answerTo(
                request,
                debit
                        ? books.debit(id, asked, amountMinor, request.optionalText("bank_code", 8), at)
                        : books.credit(id, asked, amountMinor, at));
    }

    private BookAnswer reverse(WireObject request) throws Unreadable {
        return books.reverse(request.id("id"), original(request).id("id"), request.time("at"));
    }

    private byte[] inquire(WireObject request) throws Unreadable {
        UUID id = request.id("id");
        Operation known = books.operation(id).orElse(null);
        if (known == null) {
            return Json.write(Map.of("id", id, "state", books.reversedBeforeItCame(id) ? "reversed" : "not_found"));
        }
        if (known.state() == Operation.State.REVERSED) {
            return Json.write(Map.of("id", id, "state", "reversed"));
        }
        return Json.write(fields(id, new BookAnswer(known.code(), known.reference())));
    }

    private SignUpStep open(WireObject request) throws Unreadable {
        WireObject card = request.optionalObject("card");
        if (card == null) {
            throw new Unreadable("card is missing");
        }
        return books.signUp(
                request.id("id"),
                request.choice("mode", SignUp.Mode.class),
                new CardDetails(
                        card.text("number", 30),
                        card.optionalText("expiry", 4),
                        card.optionalText("security_code", 4),
                        card.optionalText("holder", 100),
                        card.optionalText("id_number", 40),
                        card.optionalText("phone", 20)),
                request.text("customer", 64),
                Objects.requireNonNullElse(request.optionalText("return_url", 500), ""));
    }

    private SignUpStep confirm(WireObject request) throws Unreadable {
        String code = request.optionalText("bank_code", 64);
        return books.confirm(request.id("id"), code == null ? "" : code);
    }

    private byte[] signUp(WireObject request, SignUpStep step) throws Unreadable {
        UUID id = request.id("id");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        switch (step) {
            case SignUpStep.Signed(String token, var type) -> {
                fields.put("state", "signed");
                fields.put("token", token);
                fields.put("card_type", type);
            }
            case SignUpStep.CodeSent(String hint) -> {
                fields.put("state", "code_sent");
                fields.put("hint", hint);
            }
            case SignUpStep.Waiting() -> {
                fields.put("state", "continue_at");
                fields.put("where", where(request.choice("mode", SignUp.Mode.class), id));
            }
            case SignUpStep.Refused(String code) -> {
                fields.put("state", "declined");
                fields.put("code", code);
            }
        }
        return Json.write(fields);
    }

    private String where(SignUp.Mode mode, UUID id) {
        return switch (mode) {
            case NET_BANK -> base + "/netbank/" + id;
            case PHONE_BANK -> "95500";
            case BANK_COUNTER, BANK_CODE -> "any branch of " + bank.directory().getFileName();
        };
    }

    private byte[] blacklist(WireObject request) throws Unreadable {
        List<BlacklistEntry> ours = new ArrayList<>();
        for (WireObject each : request.objects("entries", 100_000)) {
            ours.add(new BlacklistEntry(
                    each.choice("subject", BlacklistEntry.Subject.class),
                    each.text("digest", 64),
                    each.day("since"),
                    each.flag("lifted")));
        }
        List<Map<String, Object>> theirs = new ArrayList<>();
        for (BlacklistEntry entry : books.exchangeBlacklist(ours)) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("subject", entry.subject());
            fields.put("digest", entry.keyedDigest());
            fields.put("since", entry.since());
            fields.put("lifted", entry.lifted());
            theirs.add(fields);
        }
        return Json.write(Map.of("entries", theirs));
    }

    private static WireObject original(WireObject request) throws Unreadable {
        WireObject original = request.optionalObject("original");
        if (original == null) {
            throw new Unreadable("original is missing");
        }
        return original;
    }

    /** The agreement's token or the card's number. */
    private static String asked(WireObject request) throws Unreadable {
        String token = request.optionalText("token", 64);
        if (token != null) {
            return token;
        }
        WireObject card = request.optionalObject("card");
        if (card == null) {
            throw new Unreadable("token or card is missing");
        }
        return card.text("number", 30);
    }
}
