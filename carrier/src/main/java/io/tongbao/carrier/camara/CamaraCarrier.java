package io.tongbao.carrier.camara;

import io.tongbao.carrier.CallbackReceiver;
import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierCapability;
import io.tongbao.carrier.CarrierInstruction;
import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.CarrierInstruction.Original;
import io.tongbao.carrier.CarrierKind.Surroundings;
import io.tongbao.carrier.CarrierProfile;
import io.tongbao.carrier.ChargeFileAnswer;
import io.tongbao.carrier.Subscriber;
import io.tongbao.carrier.SubscriberAnswer;
import io.tongbao.carrier.camara.CamaraClient.Answer;
import io.tongbao.carrier.camara.CamaraClient.Conversation;
import io.tongbao.carrier.camara.CamaraClient.Reply;
import io.tongbao.carrier.camara.CamaraClient.Silence;
import io.tongbao.carrier.chargefile.ChargeFile;
import io.tongbao.carrier.json.Json;
import io.tongbao.kernel.Msisdn;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Done;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.NotSent;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.PartnerAnswer.Pending;
import io.tongbao.partner.PartnerAnswer.Unknown;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A carrier that speaks CAMARA. Our id travels as {@code clientCorrelator}, by which the carrier avoids charging twice, and as {@code
 * referenceCode}. Confirm and cancel have no answer of their own to inquire for; they may be repeated instead.
 */
final class CamaraCarrier implements Carrier, CallbackReceiver {

    private final CamaraSettings settings;
    private final Surroundings surroundings;
    private final CamaraClient client;
    private final CamaraReversal reversal;
    private final Semaphore places;

    CamaraCarrier(CamaraSettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.client = new CamaraClient(settings, surroundings.clock());
        this.reversal = new CamaraReversal(settings, surroundings.clock());
        this.places = new Semaphore(settings.profile().maxInFlight());
    }

    @Override
    public CarrierProfile profile() {
        return settings.profile();
    }

    @Override
    public boolean ready() {
        return client.reachable() && places.availablePermits() > 0;
    }

    @Override
    public PartnerAnswer charge(CarrierInstruction.Charge charge) {
        return limited(talk -> pay(talk, charge, false));
    }

    @Override
    public PartnerAnswer reserve(CarrierInstruction.Charge charge) {
        return limited(talk -> pay(talk, charge, true));
    }

    private PartnerAnswer pay(Conversation talk, CarrierInstruction.Charge charge, boolean reserving) {
        String id = charge.id().toString();
        Reply reply = talk.post(
                CamaraInquiry.PAYMENTS + (reserving ? "/prepare" : ""), CamaraBodies.payment(settings, charge), id);
        return switch (reply) {
            case Answer(int status, byte[] body)
            when status == 201 -> {
                try {
                    CamaraPayment payment = CamaraPayment.read(
                            Json.read(body), settings.profile().currency());
                    yield payment.is(
                                    charge.id(),
                                    charge.amount(),
                                    charge.number().e164())
                            ? payment.answer(reserving)
                            : new Unknown(Doubt.UNREADABLE);
                } catch (Json.Unreadable e) {
                    yield new Unknown(Doubt.UNREADABLE);
                }
            }
            // Some carriers answer a repeat so: then what is there under our id is the answer.
            case Answer answer
            when answer.status() == 409 && CamaraCodes.code(answer).equals(CamaraCodes.ALREADY_EXISTS) ->
                exists(talk, charge, reserving);
            case Answer answer -> CamaraCodes.refused(answer);
            case Silence(PartnerAnswer why) -> why;
        };
    }

    private PartnerAnswer exists(Conversation talk, CarrierInstruction.Charge charge, boolean reserving) {
        Original original = new Original(
                charge.id(),
                charge.at(),
                charge.amount(),
                charge.number(),
                reserving ? Kind.RESERVATION : Kind.CHARGE,
                null);
        return switch (new CamaraInquiry(settings, talk).find(original)) {
            case CamaraInquiry.Hit(CamaraPayment found)
            when found.is(charge.id(), charge.amount(), charge.number().e164()) -> found.answer(reserving);
            case CamaraInquiry.Hit _ -> new Declined(DeclineReason.ID_REUSED, CamaraCodes.ALREADY_EXISTS);
            case CamaraInquiry.Miss _ -> new Declined(DeclineReason.ID_REUSED, CamaraCodes.ALREADY_EXISTS);
            case CamaraInquiry.Silent(Doubt why) -> new Unknown(why);
        };
    }

    @Override
    public PartnerAnswer confirm(Original reservation) {
        return limited(talk -> settle(talk, reservation, true));
    }

    @Override
    public PartnerAnswer cancel(Original reservation) {
        return limited(talk -> settle(talk, reservation, false));
    }

    /** 202 says only that it was taken in, so the payment is read afterwards. */
    private PartnerAnswer settle(Conversation talk, Original reservation, boolean confirm) {
        CamaraInquiry inquiry = new CamaraInquiry(settings, talk);
        String payment = reservation.carrierReference();
        if (payment == null) {
            switch (inquiry.find(reservation)) {
                case CamaraInquiry.Hit(CamaraPayment found) -> payment = found.id();
                case CamaraInquiry.Miss _ -> {
                    return new Declined(DeclineReason.ORIGINAL_NOT_REFUNDABLE, "NOT_FOUND");
                }
                case CamaraInquiry.Silent _ -> {
                    return new NotSent(Outage.NOT_CONNECTED);
                }
            }
        }
        String correlator = reservation.id().toString();
        Reply reply = talk.post(
                CamaraInquiry.PAYMENTS + "/" + payment + (confirm ? "/confirm" : "/cancel"),
                CamaraBodies.subject(reservation.number().e164()),
                correlator);
        return switch (reply) {
            case Answer answer when answer.status() == 202 -> settled(inquiry.byNumber(payment, correlator), confirm);
            case Answer answer
            when answer.status() == 409
                    && CamaraCodes.code(answer)
                            .equals(confirm ? CamaraCodes.PAYMENT_CONFIRMED : CamaraCodes.PAYMENT_CANCELLED) ->
                new Done(payment);
            case Answer answer -> CamaraCodes.refused(answer);
            case Silence(PartnerAnswer why) -> why;
        };
    }

    private static PartnerAnswer settled(CamaraInquiry.Search search, boolean confirm) {
        return switch (search) {
            case CamaraInquiry.Hit(CamaraPayment found) ->
                switch (found.status()) {
                    case "succeeded" ->
                        confirm
                                ? new Done(found.id())
                                : new Declined(DeclineReason.ORIGINAL_NOT_REFUNDABLE, CamaraCodes.PAYMENT_CONFIRMED);
                    case "cancelled" ->
                        confirm
                                ? new Declined(DeclineReason.ORIGINAL_NOT_REFUNDABLE, CamaraCodes.PAYMENT_CANCELLED)
                                : new Done(found.id());
                    case "denied" -> new Declined(DeclineReason.BARRED, "denied");
                    default -> new Pending(found.id());
                };
            case CamaraInquiry.Miss _ -> new Unknown(Doubt.PARTNER_ERROR);
            case CamaraInquiry.Silent(Doubt why) -> new Unknown(why);
        };
    }

    @Override
    public PartnerAnswer refund(CarrierInstruction.Refund refund) {
        return limited(talk -> {
            String payment = refund.original().carrierReference();
            if (payment == null) {
                switch (new CamaraInquiry(settings, talk).find(refund.original())) {
                    case CamaraInquiry.Hit(CamaraPayment found) -> payment = found.id();
                    case CamaraInquiry.Miss _ -> {
                        return new Declined(DeclineReason.ORIGINAL_NOT_REFUNDABLE, "NOT_FOUND");
                    }
                    case CamaraInquiry.Silent _ -> {
                        return new NotSent(Outage.NOT_CONNECTED);
                    }
                }
            }
            boolean total = refund.amount().equals(refund.original().amount());
            return reversal.refund(talk, payment, refund.id(), refund.at(), refund.amount(), total);
        });
    }

    @Override
    public PartnerAnswer reverse(CarrierInstruction.Reversal instruction) {
        return limited(talk -> reversal.reverse(talk, instruction));
    }

    @Override
    public InquiryAnswer inquire(Original original) {
        return places(
                talk -> new CamaraInquiry(settings, talk).inquire(original),
                why -> new InquiryAnswer.NoAnswer(CamaraInquiry.doubt(why)));
    }

    @Override
    public SubscriberAnswer subscriber(Msisdn number) {
        if (!profile().can(CarrierCapability.SUBSCRIBER_STATE)) {
            return new SubscriberAnswer.Failed(new NotSent(Outage.NOT_OFFERED));
        }
        return places(
                talk -> {
                    Reply reply = talk.post(
                            "/boss/v1/subscribers/retrieve",
                            Json.object().put("phoneNumber", number.e164()),
                            "subscriber");
                    return switch (reply) {
                        case Answer(int status, byte[] body) when status == 200 -> subscriber(body);
                        case Answer answer
                        when CamaraCodes.code(answer).equals("IDENTIFIER_NOT_FOUND") -> new SubscriberAnswer.NotOurs();
                        case Answer answer -> new SubscriberAnswer.Failed(CamaraCodes.refused(answer));
                        case Silence(PartnerAnswer why) -> new SubscriberAnswer.Failed(why);
                    };
                },
                SubscriberAnswer.Failed::new);
    }

    private SubscriberAnswer subscriber(byte[] body) {
        try {
            JsonNode node = Json.read(body);
            return new SubscriberAnswer.Known(new Subscriber(
                    Subscriber.Plan.valueOf(Json.require(node, 16, "plan").toUpperCase(Locale.ROOT)),
                    Subscriber.Standing.valueOf(
                            Json.require(node, 16, "standing").toUpperCase(Locale.ROOT)),
                    CamaraPayment.money(node, profile().currency(), "chargeableAmount")
                            .minor(),
                    Json.number(node, "points").longValueExact()));
        } catch (Json.Unreadable | IllegalArgumentException | ArithmeticException e) {
            return new SubscriberAnswer.Failed(new Unknown(Doubt.UNREADABLE));
        }
    }

    @Override
    public PartnerAnswer topUp(CarrierInstruction.TopUp topUp) {
        return offered(CarrierCapability.TOP_UP, talk -> extension(talk, "top-ups", CamaraBodies.extension(topUp)));
    }

    @Override
    public PartnerAnswer exchangePoints(CarrierInstruction.PointsExchange exchange) {
        ObjectNode body = CamaraBodies.extension(exchange).put("points", exchange.points());
        return offered(CarrierCapability.POINTS, talk -> extension(talk, "points-exchanges", body));
    }

    /** An extension's instruction: 201 with the carrier's reference. */
    static PartnerAnswer extension(Conversation talk, String name, ObjectNode body) {
        Reply reply = talk.post(
                "/boss/v1/" + name, body, body.path("clientCorrelator").stringValue());
        return switch (reply) {
            case Answer(int status, byte[] answer)
            when status == 201 -> {
                try {
                    yield new Done(Json.require(Json.read(answer), 64, "reference"));
                } catch (Json.Unreadable e) {
                    yield new Unknown(Doubt.UNREADABLE);
                }
            }
            case Answer answer -> CamaraCodes.refused(answer);
            case Silence(PartnerAnswer why) -> why;
        };
    }

    @Override
    public ChargeFileAnswer chargeFile(LocalDate day) {
        if (!profile().can(CarrierCapability.CHARGE_FILE)) {
            return new ChargeFileAnswer.Failed(new NotSent(Outage.NOT_OFFERED));
        }
        return places(
                talk -> switch (talk.get("/boss/v1/charge-files/" + day, "charge-file", ChargeFile.MOST_BYTES)) {
                    case Answer(int status, byte[] body)
                    when status == 200 -> ChargeFile.read(body, day, profile().currency());
                    case Answer answer when answer.status() == 404 -> new ChargeFileAnswer.NotYet();
                    case Answer answer -> new ChargeFileAnswer.Failed(CamaraCodes.refused(answer));
                    case Silence(PartnerAnswer why) -> new ChargeFileAnswer.Failed(why);
                },
                ChargeFileAnswer.Failed::new);
    }

    @Override
    public int receive(@Nullable String authorization, byte[] body) {
        return new CamaraCallback(settings, client, surroundings.late()).receive(authorization, body);
    }

    private PartnerAnswer offered(CarrierCapability capability, Function<Conversation, PartnerAnswer> call) {
        return profile().can(capability) ? limited(call) : new NotSent(Outage.NOT_OFFERED);
    }

    private PartnerAnswer limited(Function<Conversation, PartnerAnswer> call) {
        return places(call, Function.identity());
    }

    private <T> T places(Function<Conversation, T> call, Function<PartnerAnswer, T> otherwise) {
        if (!places.tryAcquire()) {
            return otherwise.apply(new NotSent(Outage.TOO_MANY_CALLS));
        }
        try {
            return call.apply(client.begin());
        } finally {
            places.release();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
