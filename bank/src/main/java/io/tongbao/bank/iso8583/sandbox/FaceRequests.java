package io.tongbao.bank.iso8583.sandbox;

import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.iso8583.Tags;
import io.tongbao.bank.iso8583.WireIds;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.PrivateData;
import io.tongbao.bank.sandbox.BankBooks;
import io.tongbao.bank.sandbox.BookAnswer;
import io.tongbao.bank.sandbox.BookCodes;
import io.tongbao.bank.sandbox.Operation;
import io.tongbao.bank.sandbox.SandboxAccount;
import io.tongbao.bank.sandbox.SignUpStep;
import io.tongbao.partner.sandbox.Script;
import io.tongbao.partner.sandbox.Trick;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Requests as calls of the books, and what the books say as answers. */
final class FaceRequests {

    private static final String MALFORMED = "30";
    private static final String UNKNOWN_REQUEST = "40";
    /** At this face 94 says "played back"; an original that was reversed before it came has a code of its own. */
    private static final String REVERSED = "R4";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMddHHmmss", Locale.ROOT);
    /** Where the customer goes on when the sign-up is not by code. */
    private static final String HOTLINE = "95588";

    private final BankBooks books;
    private final Script script;

    FaceRequests(BankBooks books, Script script) {
        this.books = books;
        this.script = script;
    }

    /** As scripts name it. */
    String operation(IsoMessage message) {
        return switch (message.type().substring(0, 2)) {
            case "02" ->
                switch (message.get(3, "  ").substring(0, 2)) {
                    case "00" -> "debit";
                    case "20" -> "refund";
                    case "21", "26" -> "credit";
                    default -> "unknown";
                };
            case "04" -> "reverse";
            case "06" -> "inquire";
            case "01" ->
                switch (message.get(3, "  ").substring(0, 2)) {
                    case "90" -> "sign_up";
                    case "91" -> "confirm_sign_up";
                    case "92" -> "send_code";
                    case "93" -> "end_agreement";
                    case "94", "95" -> "freeze";
                    default -> "unknown";
                };
            default -> "unknown";
        };
    }

    Trick draw(String operation) {
        return script.draw(operation);
    }

    String transmissionTime() {
        return TIME.format(books.clock().instant().atZone(ZoneOffset.UTC));
    }

    /** An answer with what every answer gives back. */
    static IsoMessage answerTo(IsoMessage request) {
        IsoMessage answer = new IsoMessage(request.answerType());
        for (int field : new int[] {2, 3, 4, 7, 11, 12, 13, 32, 37, 41, 42, 49, 70}) {
            request.find(field).ifPresent(value -> answer.with(field, value));
        }
        return answer;
    }

    IsoMessage answer(String operation, IsoMessage request, PrivateData data, Trick trick) {
        String refusal =
                switch (trick.mischief()) {
                    case DECLINE -> trick.argument().isEmpty() ? BookCodes.OTHER : trick.argument();
                    case CLOSED -> BookCodes.CLOSED;
                    default -> "";
                };
        IsoMessage answer = answerTo(request);
        return switch (operation) {
            case "debit", "credit", "refund" -> move(operation, request, data, refusal, answer);
            case "reverse" -> refusal.isEmpty() ? reverse(request, data, answer) : answer.with(39, refusal);
            case "inquire" -> refusal.isEmpty() ? inquire(data, answer) : answer.with(39, refusal);
            case "unknown" -> answer.with(39, UNKNOWN_REQUEST);
            default -> refusal.isEmpty() ? agreement(operation, request, data, answer) : answer.with(39, refusal);
        };
    }

    private IsoMessage move(String operation, IsoMessage request, PrivateData data, String refusal, IsoMessage answer) {
        Optional<UUID> id = WireIds.read(data.get(Tags.ID));
        Optional<UUID> original = WireIds.read(data.get(Tags.ORIGINAL_ID));
        String amount = request.get(4);
        if (id.isEmpty() || amount == null || (operation.equals("refund") && original.isEmpty())) {
            return answer.with(39, MALFORMED);
        }
        long amountMinor = Long.parseLong(amount);
        Instant at = at(request);
        if (!refusal.isEmpty()) {
            Operation.Kind kind = Operation.Kind.valueOf(operation.toUpperCase(Locale.ROOT));
            return booked(
                    answer,
                    id.get(),
                    books.decline(
                            id.get(),
                            kind,
                            instrument(request, data),
                            amountMinor,
                            original.orElse(null),
                            refusal,
                            at));
        }
        BookAnswer said =
                switch (operation) {
                    case "debit" ->
                        books.debit(id.get(), instrument(request, data), amountMinor, data.get(Tags.CODE), at);
                    case "credit" -> books.credit(id.get(), instrument(request, data), amountMinor, at);
                    default -> books.refund(id.get(), original.orElseThrow(), amountMinor, at);
                };
        return booked(answer, id.get(), said);
    }

    private IsoMessage reverse(IsoMessage request, PrivateData data, IsoMessage answer) {
        Optional<UUID> id = WireIds.read(data.get(Tags.ID));
        Optional<UUID> original = WireIds.read(data.get(Tags.ORIGINAL_ID));
        return id.isEmpty() || original.isEmpty()
                ? answer.with(39, MALFORMED)
                : booked(answer, id.get(), books.reverse(id.get(), original.get(), at(request)));
    }

    private static IsoMessage booked(IsoMessage answer, UUID id, BookAnswer said) {
        PrivateData data = new PrivateData().with(Tags.ID, WireIds.write(id)).with(Tags.REFERENCE, said.reference());
        String reference = said.reference();
        if (said.ok() && reference.length() >= 6) {
            answer.with(38, reference.substring(reference.length() - 6));
        }
        return answer.with(39, code(said.code())).with(48, data.write());
    }

    private static String code(String ofBooks) {
        return ofBooks.equals(BookCodes.REVERSED) ? REVERSED : ofBooks;
    }

    private IsoMessage inquire(PrivateData data, IsoMessage answer) {
        Optional<UUID> original = WireIds.read(data.get(Tags.ORIGINAL_ID));
        if (original.isEmpty()) {
            return answer.with(39, MALFORMED);
        }
        Optional<Operation> known = books.operation(original.get());
        if (known.isEmpty()) {
            return books.reversedBeforeItCame(original.get())
                    ? found(answer, REVERSED, "", false)
                    : answer.with(39, BookCodes.NO_ORIGINAL);
        }
        Operation operation = known.get();
        return found(
                answer, code(operation.code()), operation.reference(), operation.state() == Operation.State.REVERSED);
    }

    private static IsoMessage found(IsoMessage answer, String code, String reference, boolean reversed) {
        return answer.with(39, BookCodes.OK)
                .with(
                        48,
                        new PrivateData()
                                .with(Tags.ORIGINAL_CODE, code)
                                .with(Tags.REFERENCE, reference)
                                .with(Tags.REVERSED, reversed ? "1" : "")
                                .write());
    }

    private IsoMessage agreement(String operation, IsoMessage request, PrivateData data, IsoMessage answer) {
        String token = data.find(Tags.TOKEN).orElse("");
        if (operation.equals("end_agreement")) {
            return answer.with(39, code(books.endAgreement(token).code()));
        }
        if (operation.equals("freeze")) {
            boolean frozen = request.get(3, "").startsWith("94");
            return answer.with(39, code(books.freeze(token, frozen).code()));
        }
        Optional<UUID> id = WireIds.read(data.get(Tags.ID));
        if (id.isEmpty()) {
            return answer.with(39, MALFORMED);
        }
        return switch (operation) {
            case "send_code" ->
                answer.with(
                        39,
                        code(books.sendCode(id.get(), instrument(request, data)).code()));
            case "confirm_sign_up" ->
                step(answer, books.confirm(id.get(), data.find(Tags.CODE).orElse("")));
            default -> signUp(id.get(), request, data, answer);
        };
    }

    private IsoMessage signUp(UUID id, IsoMessage request, PrivateData data, IsoMessage answer) {
        SignUp.Mode mode;
        try {
            mode = SignUp.Mode.valueOf(data.find(Tags.MODE).orElse(""));
        } catch (IllegalArgumentException e) {
            return answer.with(39, MALFORMED);
        }
        CardDetails card = new CardDetails(
                instrument(request, data),
                request.get(14),
                data.get(Tags.SECURITY_CODE),
                data.findText(Tags.NAME).orElse(null),
                data.get(Tags.ID_NUMBER),
                data.get(Tags.PHONE));
        return step(
                answer,
                books.signUp(id, mode, card, data.findText(Tags.CUSTOMER).orElse(""), ""));
    }

    private static IsoMessage step(IsoMessage answer, SignUpStep step) {
        return switch (step) {
            case SignUpStep.Refused(String code) -> answer.with(39, code(code));
            case SignUpStep.CodeSent(String hint) ->
                answer.with(39, BookCodes.OK)
                        .with(48, new PrivateData().with(Tags.HINT, hint).write());
            case SignUpStep.Waiting() ->
                answer.with(39, BookCodes.OK)
                        .with(
                                48,
                                new PrivateData()
                                        .with(Tags.CONTINUE_AT, HOTLINE)
                                        .write());
            case SignUpStep.Signed(String token, SandboxAccount.Type type) ->
                answer.with(39, BookCodes.OK)
                        .with(
                                48,
                                new PrivateData()
                                        .with(Tags.TOKEN, token)
                                        .with(Tags.CARD_TYPE, type == SandboxAccount.Type.CREDIT ? "C" : "D")
                                        .write());
        };
    }

    private static String instrument(IsoMessage request, PrivateData data) {
        return data.find(Tags.TOKEN).or(() -> data.find(Tags.ACCOUNT)).orElseGet(() -> request.get(2, ""));
    }

    /** Field 7 has no year: the one that brings it nearest to now. */
    private Instant at(IsoMessage request) {
        Instant now = books.clock().instant();
        try {
            int year = now.atZone(ZoneOffset.UTC).getYear();
            Instant at = LocalDateTime.parse(year + request.get(7, ""), DateTimeFormatter.ofPattern("uuuuMMddHHmmss"))
                    .toInstant(ZoneOffset.UTC);
            return at.isAfter(now.plus(Duration.ofDays(180))) ? at.minus(Duration.ofDays(365)) : at;
        } catch (DateTimeException e) {
            return now;
        }
    }
}
