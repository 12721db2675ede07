package io.tongbao.carrier.camara;

import io.tongbao.carrier.CarrierInstruction;
import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.CarrierInstruction.Original;
import io.tongbao.carrier.camara.CamaraClient.Answer;
import io.tongbao.carrier.camara.CamaraClient.Conversation;
import io.tongbao.carrier.camara.CamaraClient.Reply;
import io.tongbao.carrier.camara.CamaraClient.Silence;
import io.tongbao.carrier.json.Json;
import io.tongbao.kernel.Money;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Done;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.Unknown;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * Giving money back. CAMARA has refunds but no reversal. Where the carrier offers ours ({@code /boss/v1/reversals}) it remembers what it has not
 * seen; otherwise the payment is looked for and cancelled or refunded, and when it is not there the reversal is acknowledged only after the
 * time in which the request could still arrive ({@code settle-seconds}).
 */
final class CamaraReversal {

    private final CamaraSettings settings;
    private final InstantSource clock;

    CamaraReversal(CamaraSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    PartnerAnswer refund(Conversation talk, String payment, UUID id, Instant at, Money amount, boolean total) {
        Reply reply = talk.post(
                CamaraInquiry.REFUNDS + payment + "/refunds",
                CamaraBodies.refund(settings, id, at, amount, total),
                id.toString());
        return switch (reply) {
            case Answer(int status, byte[] body)
            when status == 201 -> {
                try {
                    yield CamaraInquiry.refundAnswer(Json.read(body), payment);
                } catch (Json.Unreadable e) {
                    yield new Unknown(Doubt.UNREADABLE);
                }
            }
            case Answer answer -> {
                PartnerAnswer refused = CamaraCodes.refused(answer);
                // An amount that is too much, or a payment that is not there, is about the original here, not about the
                // payer.
                yield refused instanceof Declined(DeclineReason reason, String code)
                                && (reason == DeclineReason.INSUFFICIENT_FUNDS
                                        || reason == DeclineReason.NO_SUCH_ACCOUNT)
                        ? new Declined(DeclineReason.ORIGINAL_NOT_REFUNDABLE, code)
                        : refused;
            }
            case Silence(PartnerAnswer why) -> why;
        };
    }

    PartnerAnswer reverse(Conversation talk, CarrierInstruction.Reversal reversal) {
        Original original = reversal.original();
        if (settings.directReverse()) {
            ObjectNode body = CamaraBodies.extension(reversal)
                    .put("originalCorrelator", original.id().toString());
            return CamaraCarrier.extension(talk, "reversals", body);
        }
        if (original.kind() != Kind.CHARGE && original.kind() != Kind.RESERVATION) {
            return new Declined(DeclineReason.NOT_PERMITTED, "NO_REVERSAL");
        }
        CamaraInquiry inquiry = new CamaraInquiry(settings, talk);
        return switch (inquiry.find(original)) {
            case CamaraInquiry.Hit(CamaraPayment found) ->
                switch (found.status()) {
                    case "succeeded" -> giveBack(talk, reversal, found);
                    case "reserved", "pending_validation" -> release(talk, found);
                    case "denied", "cancelled" -> new Done(found.id());
                    default -> new Unknown(Doubt.PARTNER_ERROR);
                };
            case CamaraInquiry.Miss _ ->
                clock.instant().isAfter(original.at().plus(settings.settle()))
                        ? new Done(null)
                        : new Unknown(Doubt.PARTNER_ERROR);
            case CamaraInquiry.Silent(Doubt why) -> new Unknown(why);
        };
    }

    private PartnerAnswer release(Conversation talk, CamaraPayment found) {
        Reply reply = talk.post(
                CamaraInquiry.PAYMENTS + "/" + found.id() + "/cancel",
                CamaraBodies.subject(found.number()),
                found.id());
        return switch (reply) {
            case Answer answer
            when answer.status() == 202 || CamaraCodes.code(answer).equals(CamaraCodes.PAYMENT_CANCELLED) ->
                new Done(found.id());
            // Confirmed in the meantime, or anything else: the next try looks again.
            case Answer answer -> new Unknown(Doubt.PARTNER_ERROR);
            case Silence(PartnerAnswer why) -> new Unknown(CamaraInquiry.doubt(why));
        };
    }

    /** Gives back what refunds have left. The reversal's id makes a repeat one refund. */
    private PartnerAnswer giveBack(Conversation talk, CarrierInstruction.Reversal reversal, CamaraPayment found) {
        Reply reply = talk.get(
                CamaraInquiry.REFUNDS + found.id() + "/refunds/remaining-amount",
                reversal.id().toString(),
                CamaraClient.MOST_BYTES);
        if (!(reply instanceof Answer(int status, byte[] body)) || status != 200) {
            return new Unknown(
                    reply instanceof Silence(PartnerAnswer why) ? CamaraInquiry.doubt(why) : Doubt.PARTNER_ERROR);
        }
        try {
            Money left = CamaraPayment.money(Json.read(body), settings.profile().currency(), "amount");
            if (left.isZero()) {
                return new Done(found.id());
            }
            return refund(talk, found.id(), reversal.id(), reversal.at(), left, left.equals(found.amount()));
        } catch (Json.Unreadable e) {
            return new Unknown(Doubt.UNREADABLE);
        }
    }
}
