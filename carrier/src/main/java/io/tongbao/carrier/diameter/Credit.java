package io.tongbao.carrier.diameter;

import io.tongbao.carrier.diameter.wire.Avps;
import io.tongbao.carrier.diameter.wire.Codes;
import io.tongbao.carrier.diameter.wire.Malformed;
import io.tongbao.carrier.diameter.wire.Message;
import io.tongbao.kernel.Money;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Done;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.NotSent;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.PartnerAnswer.Unknown;

/** What a credit-control answer means (RFC 6733 §7.1, RFC 8506 §9). Pure. */
final class Credit {

    /** The code of a reservation that granted less than asked. */
    static final String LESS = "GRANTED_LESS";

    /** What was asked. */
    enum Asking {
        CHARGE,
        RESERVE,
        /** Confirm or cancel. */
        END,
        REFUND
    }

    private Credit() {}

    /** @param amount what was asked for; a reservation of less is {@link #LESS} */
    static PartnerAnswer answer(Message answer, Message request, Asking asking, Money amount) {
        try {
            Avps read = answer.read();
            // Protocol errors may be some agent's, and lack everything but the code.
            if (!answer.error()
                    && (!read.text(Codes.SESSION_ID).equals(request.read().text(Codes.SESSION_ID))
                            || read.number(Codes.CC_REQUEST_NUMBER)
                                    != request.read().number(Codes.CC_REQUEST_NUMBER))) {
                return new Unknown(Doubt.UNREADABLE);
            }
            PartnerAnswer judged = answer(answer, asking);
            if (asking == Asking.RESERVE
                    && judged instanceof Done
                    && Charging.granted(read, amount.currency())
                            .filter(amount::equals)
                            .isEmpty()) {
                return new Declined(DeclineReason.INSUFFICIENT_FUNDS, LESS);
            }
            return judged;
        } catch (Malformed e) {
            return new Unknown(Doubt.UNREADABLE);
        }
    }

    static PartnerAnswer answer(Message answer, Asking asking) throws Malformed {
        int code = answer.read().number(Codes.RESULT_CODE);
        if (code == Codes.SUCCESS && !answer.error()) {
            return new Done(null);
        }
        return switch (code) {
            case Codes.REALM_NOT_SERVED -> new NotSent(Outage.NOT_CONNECTED);
            case Codes.TOO_BUSY -> new NotSent(Outage.TOO_MANY_CALLS);
            // An agent answers so also when the server it had handed the request to went away.
            case Codes.UNABLE_TO_DELIVER, Codes.UNABLE_TO_COMPLY -> new Unknown(Doubt.PARTNER_ERROR);
            case Codes.END_USER_SERVICE_DENIED -> declined(DeclineReason.BARRED, code);
            case Codes.CREDIT_LIMIT_REACHED -> declined(DeclineReason.INSUFFICIENT_FUNDS, code);
            // Not charged, whatever else it says; we do not give goods away for it.
            case Codes.CREDIT_CONTROL_NOT_APPLICABLE, Codes.AUTHORIZATION_REJECTED ->
                declined(DeclineReason.NOT_PERMITTED, code);
            case Codes.USER_UNKNOWN -> declined(DeclineReason.NO_SUCH_ACCOUNT, code);
            case Codes.RATING_FAILED ->
                declined(
                        asking == Asking.REFUND ? DeclineReason.ORIGINAL_NOT_REFUNDABLE : DeclineReason.NOT_PERMITTED,
                        code);
            case Codes.UNKNOWN_SESSION_ID ->
                declined(
                        asking == Asking.CHARGE || asking == Asking.RESERVE
                                ? DeclineReason.REVERSED
                                : DeclineReason.ORIGINAL_NOT_REFUNDABLE,
                        code);
            default ->
                // Permanent failures and refusals of the message itself; anything else says nothing of what was done.
                code / 1000 == 5 || code / 1000 == 3
                        ? declined(DeclineReason.OTHER, code)
                        : new Unknown(Doubt.PARTNER_ERROR);
        };
    }

    private static Declined declined(DeclineReason reason, int code) {
        return new Declined(reason, Integer.toString(code));
    }
}
