package io.tongbao.carrier.sandbox;

import io.tongbao.carrier.diameter.wire.Avp;
import io.tongbao.carrier.diameter.wire.Avps;
import io.tongbao.carrier.diameter.wire.Codes;
import io.tongbao.carrier.diameter.wire.Malformed;
import io.tongbao.carrier.diameter.wire.Message;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Credit control over the books. The books know each instruction by the id at the end of its Session-Id, so a pair of Session-Id and
 * CC-Request-Number that was seen is answered as before, whether its T flag is set or not. REFUND_ACCOUNT takes its session back when
 * CC-Correlation-Id names that same session, and refunds another session when it names that one.
 */
final class DiameterCharges {

    private final CarrierBooks books;
    private final Currency currency;
    private final String host;
    private final String realm;
    private final Duration reservationLife;

    DiameterCharges(CarrierBooks books, Currency currency, String host, String realm, Duration reservationLife) {
        this.books = books;
        this.currency = currency;
        this.host = host;
        this.realm = realm;
        this.reservationLife = reservationLife;
    }

    /** The script's name for a request. */
    String operation(Message request) {
        try {
            Avps read = request.read();
            return switch (read.number(Codes.CC_REQUEST_TYPE)) {
                case Codes.INITIAL_REQUEST -> "reserve";
                case Codes.TERMINATION_REQUEST -> used(read) == 0 ? "cancel" : "confirm";
                default ->
                    switch (read.number(Codes.REQUESTED_ACTION)) {
                        case Codes.DIRECT_DEBITING -> "charge";
                        case Codes.REFUND_ACCOUNT -> isReversal(read) ? "reverse" : "refund";
                        default -> "subscriber";
                    };
            };
        } catch (Malformed e) {
            return "malformed";
        }
    }

    Message handle(Message request) {
        try {
            Avps read = request.read();
            UUID id = id(read.require(Codes.SESSION_ID).text());
            return switch (read.number(Codes.CC_REQUEST_TYPE)) {
                case Codes.INITIAL_REQUEST -> reserve(request, read, id);
                case Codes.TERMINATION_REQUEST ->
                    answer(request, code(used(read) == 0 ? books.cancel(id) : books.confirm(id), true), List.of());
                case Codes.EVENT_REQUEST -> event(request, read, id);
                default -> answer(request, Codes.INVALID_AVP_VALUE, List.of());
            };
        } catch (Malformed e) {
            return answer(request, e.resultCode(), List.of());
        }
    }

    private Message reserve(Message request, Avps read, UUID id) throws Malformed {
        int code = code(books.charge(id, subscriber(read), requested(read), true, text(read)), false);
        return code != Codes.SUCCESS
                ? answer(request, code, List.of())
                : answer(
                        request,
                        code,
                        List.of(
                                Avp.group(
                                        Codes.GRANTED_SERVICE_UNIT,
                                        Avp.group(
                                                Codes.CC_MONEY,
                                                Avp.group(
                                                        Codes.UNIT_VALUE,
                                                        Avp.integer64(Codes.VALUE_DIGITS, requested(read)),
                                                        Avp.number(Codes.EXPONENT, -currency.scale())),
                                                Avp.number(Codes.CURRENCY_CODE, currency.numeric()))),
                                Avp.number(Codes.VALIDITY_TIME, (int) reservationLife.toSeconds())));
    }

    private Message event(Message request, Avps read, UUID id) throws Malformed {
        return switch (read.number(Codes.REQUESTED_ACTION)) {
            case Codes.DIRECT_DEBITING ->
                answer(
                        request,
                        code(books.charge(id, subscriber(read), requested(read), false, text(read)), false),
                        List.of());
            case Codes.REFUND_ACCOUNT -> {
                if (isReversal(read)) {
                    yield answer(request, code(books.reverse(id, id), true), List.of());
                }
                UUID original = id(read.require(Codes.CC_CORRELATION_ID).text());
                BookAnswer answer = books.refund(id, original, requested(read));
                yield answer(
                        request,
                        answer.code() == BookCode.ORIGINAL_UNFIT ? Codes.RATING_FAILED : code(answer, true),
                        List.of());
            }
            case Codes.CHECK_BALANCE -> {
                BookCode may = books.mayPay(subscriber(read), requested(read));
                yield may == BookCode.OK || may == BookCode.INSUFFICIENT || may == BookCode.OVER_CAP
                        ? answer(
                                request,
                                Codes.SUCCESS,
                                List.of(Avp.number(Codes.CHECK_BALANCE_RESULT, may == BookCode.OK ? 0 : 1)))
                        : answer(request, code(new BookAnswer(may, null), false), List.of());
            }
            default -> answer(request, Codes.INVALID_AVP_VALUE, List.of());
        };
    }

    Message answer(Message request, int code, List<Avp> more) {
        List<Avp> avps = new ArrayList<>();
        Avps read = request.read();
        read.find(Codes.SESSION_ID).ifPresent(avps::add);
        avps.add(Avp.number(Codes.RESULT_CODE, code));
        avps.add(Avp.text(Codes.ORIGIN_HOST, host));
        avps.add(Avp.text(Codes.ORIGIN_REALM, realm));
        avps.add(Avp.number(Codes.AUTH_APPLICATION_ID, Codes.CREDIT_CONTROL_APPLICATION));
        read.find(Codes.CC_REQUEST_TYPE).ifPresent(avps::add);
        read.find(Codes.CC_REQUEST_NUMBER).ifPresent(avps::add);
        avps.addAll(more);
        return request.answer(code / 1000 == 3, avps);
    }

    private static int code(BookAnswer answer, boolean aboutOriginal) {
        return switch (answer.code()) {
            case OK -> Codes.SUCCESS;
            case NO_SUCH_SUBSCRIBER -> Codes.USER_UNKNOWN;
            case BARRED, IN_ARREARS, INACTIVE -> Codes.END_USER_SERVICE_DENIED;
            case INSUFFICIENT, OVER_CAP -> Codes.CREDIT_LIMIT_REACHED;
            case ORIGINAL_UNFIT, CONFIRMED, CANCELLED, REVERSED -> Codes.UNKNOWN_SESSION_ID;
            case ID_REUSED -> aboutOriginal ? Codes.UNKNOWN_SESSION_ID : Codes.INVALID_AVP_VALUE;
        };
    }

    private static boolean isReversal(Avps read) {
        return read.text(Codes.CC_CORRELATION_ID).equals(read.text(Codes.SESSION_ID));
    }

    private static UUID id(String session) throws Malformed {
        try {
            return UUID.fromString(session.substring(session.lastIndexOf(';') + 1));
        } catch (IllegalArgumentException e) {
            throw new Malformed(Codes.INVALID_AVP_VALUE, "a session without an id at its end");
        }
    }

    private static Msisdn subscriber(Avps read) throws Malformed {
        Avps id = read.group(Codes.SUBSCRIPTION_ID);
        try {
            return new Msisdn("+" + id.require(Codes.SUBSCRIPTION_ID_DATA).text());
        } catch (IllegalArgumentException e) {
            throw new Malformed(Codes.USER_UNKNOWN, "no E.164 number");
        }
    }

    private long requested(Avps read) throws Malformed {
        long minor = minor(read.group(Codes.REQUESTED_SERVICE_UNIT));
        if (minor <= 0) {
            throw new Malformed(Codes.INVALID_AVP_VALUE, "no amount");
        }
        return minor;
    }

    private long used(Avps read) throws Malformed {
        return read.find(Codes.USED_SERVICE_UNIT).isEmpty() ? 0 : minor(read.group(Codes.USED_SERVICE_UNIT));
    }

    private long minor(Avps unit) throws Malformed {
        Avps money = unit.group(Codes.CC_MONEY);
        if (money.number(Codes.CURRENCY_CODE) != currency.numeric()) {
            throw new Malformed(Codes.INVALID_AVP_VALUE, "another currency");
        }
        Avps value = money.group(Codes.UNIT_VALUE);
        int exponent = value.find(Codes.EXPONENT).isPresent() ? value.number(Codes.EXPONENT) : 0;
        try {
            return BigDecimal.valueOf(value.require(Codes.VALUE_DIGITS).integer64(), Math.clamp(-exponent, -9, 9))
                    .movePointRight(currency.scale())
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new Malformed(Codes.INVALID_AVP_VALUE, "no such amount");
        }
    }

    private static String text(Avps read) throws Malformed {
        StringBuilder text = new StringBuilder();
        for (Avp each : read.all()) {
            if (each.code() == Codes.SERVICE_PARAMETER_INFO && each.vendor() == 0) {
                text.append(text.isEmpty() ? "" : "\n");
                text.append(
                        read.inside(each).require(Codes.SERVICE_PARAMETER_VALUE).text());
            }
        }
        return text.toString();
    }
}
