package io.tongbao.carrier.diameter;

import io.tongbao.carrier.diameter.wire.Avp;
import io.tongbao.carrier.diameter.wire.Avps;
import io.tongbao.carrier.diameter.wire.Codes;
import io.tongbao.carrier.diameter.wire.Malformed;
import io.tongbao.carrier.diameter.wire.Message;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Credit control's requests (RFC 8506 §3.1). Session-Id and CC-Request-Number follow from the instruction alone, so a repeat is the same pair,
 * by which the charging system recognises it (§5.1.1, the T flag warns it). An event has number 0; a reservation is INITIAL with 0, its
 * confirmation TERMINATION with 1, its cancellation TERMINATION with 2, so neither can be taken for a repeat of the other; a reversal is
 * REFUND_ACCOUNT in the original's own session with 3.
 */
final class Charging {

    static final int FIRST = 0;
    static final int CONFIRM = 1;
    static final int CANCEL = 2;
    static final int REVERSE = 3;

    /** Service-Parameter-Types of our service context. */
    private static final int DESCRIPTION = 1;

    private static final int MERCHANT = 2;

    private final DiameterSettings settings;

    Charging(DiameterSettings settings) {
        this.settings = settings;
    }

    /** RFC 6733 §8.8: identity, high and low 32 bits, and our id, which alone makes it unique. */
    String session(UUID id, Instant at) {
        return settings.sessionHost() + ";" + Integer.toUnsignedString((int) at.getEpochSecond()) + ";"
                + Integer.toUnsignedString((int) id.getLeastSignificantBits()) + ";" + id;
    }

    Message event(int action, String session, int number, Instant at, Msisdn subscriber, Money amount, List<Avp> more) {
        List<Avp> avps = head(session, Codes.EVENT_REQUEST, number, at, subscriber);
        avps.add(Avp.group(Codes.REQUESTED_SERVICE_UNIT, money(amount)));
        avps.add(Avp.number(Codes.REQUESTED_ACTION, action));
        avps.addAll(more);
        return message(avps);
    }

    Message initial(String session, Instant at, Msisdn subscriber, Money amount, List<Avp> more) {
        List<Avp> avps = head(session, Codes.INITIAL_REQUEST, FIRST, at, subscriber);
        avps.add(Avp.group(Codes.REQUESTED_SERVICE_UNIT, money(amount)));
        avps.addAll(more);
        return message(avps);
    }

    /** @param used what of the reservation is charged: all or nothing */
    Message termination(String session, int number, Instant at, Msisdn subscriber, Money used) {
        List<Avp> avps = head(session, Codes.TERMINATION_REQUEST, number, at, subscriber);
        // DIAMETER_LOGOUT: the user is done.
        avps.add(Avp.number(Codes.TERMINATION_CAUSE, 1));
        avps.add(Avp.group(Codes.USED_SERVICE_UNIT, money(used)));
        return message(avps);
    }

    static List<Avp> purpose(String description, String merchant) {
        return List.of(parameter(DESCRIPTION, description), parameter(MERCHANT, merchant));
    }

    static Avp correlation(String session) {
        return Avp.text(Codes.CC_CORRELATION_ID, session).optional();
    }

    private static Avp parameter(int type, String value) {
        return Avp.group(
                        Codes.SERVICE_PARAMETER_INFO,
                        Avp.number(Codes.SERVICE_PARAMETER_TYPE, type).optional(),
                        Avp.octets(Codes.SERVICE_PARAMETER_VALUE, value.getBytes(StandardCharsets.UTF_8))
                                .optional())
                .optional();
    }

    private List<Avp> head(String session, int type, int number, Instant at, Msisdn subscriber) {
        List<Avp> avps = new ArrayList<>();
        avps.add(Avp.text(Codes.SESSION_ID, session));
        avps.add(Avp.text(Codes.ORIGIN_HOST, settings.originHost()));
        avps.add(Avp.text(Codes.ORIGIN_REALM, settings.originRealm()));
        avps.add(Avp.text(Codes.DESTINATION_REALM, settings.destinationRealm()));
        avps.add(Avp.number(Codes.AUTH_APPLICATION_ID, Codes.CREDIT_CONTROL_APPLICATION));
        avps.add(Avp.text(Codes.SERVICE_CONTEXT_ID, settings.serviceContext()));
        avps.add(Avp.number(Codes.CC_REQUEST_TYPE, type));
        avps.add(Avp.number(Codes.CC_REQUEST_NUMBER, number));
        if (settings.destinationHost() != null) {
            avps.add(Avp.text(Codes.DESTINATION_HOST, settings.destinationHost()));
        }
        avps.add(Avp.time(Codes.EVENT_TIMESTAMP, at));
        avps.add(Avp.group(
                Codes.SUBSCRIPTION_ID,
                Avp.number(Codes.SUBSCRIPTION_ID_TYPE, Codes.END_USER_E164),
                // E.164 without the plus (RFC 8506 §8.47).
                Avp.text(Codes.SUBSCRIPTION_ID_DATA, subscriber.e164().substring(1))));
        return avps;
    }

    private static Message message(List<Avp> avps) {
        return Message.request(Codes.CREDIT_CONTROL, Codes.CREDIT_CONTROL_APPLICATION, true, avps);
    }

    private static Avp money(Money amount) {
        return Avp.group(
                Codes.CC_MONEY,
                Avp.group(
                        Codes.UNIT_VALUE,
                        Avp.integer64(Codes.VALUE_DIGITS, amount.minor()),
                        Avp.number(Codes.EXPONENT, -amount.currency().scale())),
                Avp.number(Codes.CURRENCY_CODE, amount.currency().numeric()));
    }

    /** What was granted; empty when nothing was, or in another currency. @throws Malformed when it cannot be read */
    static Optional<Money> granted(Avps answer, Currency currency) throws Malformed {
        @Nullable Avp unit = answer.find(Codes.GRANTED_SERVICE_UNIT).orElse(null);
        if (unit == null) {
            return Optional.empty();
        }
        Avps members = answer.inside(unit);
        return members.find(Codes.CC_MONEY).isEmpty()
                ? Optional.empty()
                : money(members.group(Codes.CC_MONEY), currency);
    }

    /** Reads a CC-Money. */
    static Optional<Money> money(Avps money, Currency currency) throws Malformed {
        if (money.find(Codes.CURRENCY_CODE).isPresent() && money.number(Codes.CURRENCY_CODE) != currency.numeric()) {
            return Optional.empty();
        }
        Avps value = money.group(Codes.UNIT_VALUE);
        int exponent = value.find(Codes.EXPONENT).isPresent() ? value.number(Codes.EXPONENT) : 0;
        if (exponent < -9 || exponent > 9) {
            throw new Malformed(Codes.INVALID_AVP_VALUE, "an exponent out of range");
        }
        try {
            return Optional.of(Money.of(
                    BigDecimal.valueOf(value.require(Codes.VALUE_DIGITS).integer64(), -exponent)
                            .movePointRight(currency.scale())
                            .longValueExact(),
                    currency));
        } catch (ArithmeticException e) {
            throw new Malformed(Codes.INVALID_AVP_VALUE, "an amount that is none of " + currency);
        }
    }
}
