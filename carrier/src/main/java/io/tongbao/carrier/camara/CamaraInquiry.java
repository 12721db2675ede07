package io.tongbao.carrier.camara;

import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.CarrierInstruction.Original;
import io.tongbao.carrier.camara.CamaraClient.Answer;
import io.tongbao.carrier.camara.CamaraClient.Reply;
import io.tongbao.carrier.camara.CamaraClient.Silence;
import io.tongbao.carrier.json.Json;
import io.tongbao.kernel.Currency;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Done;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.Pending;
import io.tongbao.partner.PartnerAnswer.Unknown;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of an instruction: by the carrier's number when we have it, by our id where the carrier offers that, otherwise by reading the
 * list of payments around the time it was given, since CAMARA has no look-up by {@code clientCorrelator}.
 */
final class CamaraInquiry {

    static final String PAYMENTS = "/carrier-billing/v0.5/payments";
    static final String REFUNDS = "/carrier-billing-refund/v0.3/payments/";

    private static final Duration BEFORE = Duration.ofMinutes(2);
    private static final Duration AFTER = Duration.ofMinutes(15);
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 100;
    private static final int PAGE_BYTES = 1 << 20;

    /** A search for a payment. */
    sealed interface Search {}

    record Hit(CamaraPayment payment) implements Search {}

    record Miss() implements Search {}

    record Silent(Doubt why) implements Search {}

    private final CamaraSettings settings;
    private final CamaraClient.Conversation client;
    private final Currency currency;

    CamaraInquiry(CamaraSettings settings, CamaraClient.Conversation client) {
        this.settings = settings;
        this.client = client;
        this.currency = settings.profile().currency();
    }

    InquiryAnswer inquire(Original original) {
        boolean payment = original.kind() == Kind.CHARGE || original.kind() == Kind.RESERVATION;
        if (settings.directLookup()) {
            return byOurId(original);
        }
        if (!payment) {
            String[] reference = original.carrierReference() == null
                    ? new String[0]
                    : original.carrierReference().split("/", -1);
            return original.kind() == Kind.REFUND && reference.length == 2
                    ? CamaraPayment.found(
                            refund(reference[0], reference[1], null).answer())
                    // Without the carrier's number there is nowhere to look; a repeat with the same id is the way to
                    // learn.
                    : new InquiryAnswer.NoAnswer(Doubt.PARTNER_ERROR);
        }
        return switch (find(original)) {
            case Hit(CamaraPayment found) -> found.found(original.kind() == Kind.RESERVATION);
            case Miss() -> new InquiryAnswer.NotFound();
            case Silent(Doubt why) -> new InquiryAnswer.NoAnswer(why);
        };
    }

    /** The payment that a charge or reservation made. */
    Search find(Original original) {
        return original.carrierReference() == null
                ? search(original)
                : byNumber(original.carrierReference(), original.id().toString());
    }

    Search byNumber(String paymentId, String correlator) {
        try {
            Reply reply = client.get(PAYMENTS + "/" + CamaraPayment.id(paymentId), correlator, CamaraClient.MOST_BYTES);
            return switch (reply) {
                case Answer(int status, byte[] body)
                when status == 200 -> new Hit(CamaraPayment.read(Json.read(body), currency));
                case Answer answer
                when answer.status() == 404 && CamaraCodes.code(answer).equals("NOT_FOUND") -> new Miss();
                case Answer answer -> new Silent(Doubt.PARTNER_ERROR);
                case Silence(PartnerAnswer why) -> new Silent(doubt(why));
            };
        } catch (Json.Unreadable e) {
            return new Silent(Doubt.UNREADABLE);
        }
    }

    /** Reads the list until it is found or the list ends; a list too long to be read leaves it in doubt. */
    private Search search(Original original) {
        String query = "?paymentCreationDate.gte=" + time(original.at().minus(BEFORE)) + "&paymentCreationDate.lte="
                + time(original.at().plus(AFTER)) + "&order=asc&perPage=" + PAGE
                + (settings.merchant() == null
                        ? ""
                        : "&merchantIdentifier=" + URLEncoder.encode(settings.merchant(), StandardCharsets.UTF_8));
        for (int page = 1; page <= MOST_PAGES; page++) {
            Reply reply =
                    client.get(PAYMENTS + query + "&page=" + page, original.id().toString(), PAGE_BYTES);
            if (reply instanceof Silence(PartnerAnswer why)) {
                return new Silent(doubt(why));
            }
            if (!(reply instanceof Answer(int status, byte[] body)) || status != 200) {
                return new Silent(Doubt.PARTNER_ERROR);
            }
            try {
                JsonNode list = Json.read(body);
                if (!list.isArray()) {
                    return new Silent(Doubt.UNREADABLE);
                }
                for (JsonNode each : list) {
                    UUID ours = CamaraPayment.correlator(each, "amountTransaction", "clientCorrelator")
                            .orElse(null);
                    if (original.id().equals(ours)) {
                        return new Hit(CamaraPayment.read(each, currency));
                    }
                }
                if (list.size() < PAGE) {
                    return new Miss();
                }
            } catch (Json.Unreadable e) {
                return new Silent(Doubt.UNREADABLE);
            }
        }
        return new Silent(Doubt.PARTNER_ERROR);
    }

    private InquiryAnswer byOurId(Original original) {
        Reply reply =
                client.get("/boss/v1/operations/" + original.id(), original.id().toString(), CamaraClient.MOST_BYTES);
        try {
            return switch (reply) {
                case Answer(int status, byte[] body) when status == 200 -> operation(Json.read(body), original);
                case Answer answer
                when answer.status() == 404 && CamaraCodes.code(answer).equals("NOT_FOUND") ->
                    new InquiryAnswer.NotFound();
                case Answer answer -> new InquiryAnswer.NoAnswer(Doubt.PARTNER_ERROR);
                case Silence(PartnerAnswer why) -> new InquiryAnswer.NoAnswer(doubt(why));
            };
        } catch (Json.Unreadable e) {
            return new InquiryAnswer.NoAnswer(Doubt.UNREADABLE);
        }
    }

    private InquiryAnswer operation(JsonNode node, Original original) throws Json.Unreadable {
        if (!Json.require(node, 36, "clientCorrelator").equals(original.id().toString())
                || !CamaraPayment.money(node, currency, "amount").equals(original.amount())) {
            throw new Json.Unreadable("another operation");
        }
        String reference = Json.require(node, 64, "reference");
        return switch (Json.require(node, 32, "status")) {
            case "done", "reserved", "confirmed" -> new InquiryAnswer.Found(new Done(reference));
            case "declined" -> {
                String code = Json.text(node, "code").orElse("OTHER");
                yield new InquiryAnswer.Found(
                        new Declined(CamaraCodes.reason(code), code.substring(0, Math.min(32, code.length()))));
            }
            case "reversed", "cancelled", "expired" -> new InquiryAnswer.Reversed();
            case "pending" -> new InquiryAnswer.StillPending();
            default -> throw new Json.Unreadable("a status of no known name");
        };
    }

    /**
     * A refund as the carrier tells it.
     *
     * @param ours null when it bears no id of ours
     */
    record RefundFound(PartnerAnswer answer, @Nullable UUID ours) {}

    RefundFound refund(String paymentId, String refundId, @Nullable String correlator) {
        try {
            Reply reply = client.get(
                    REFUNDS + CamaraPayment.id(paymentId) + "/refunds/" + CamaraPayment.id(refundId),
                    correlator == null ? refundId : correlator,
                    CamaraClient.MOST_BYTES);
            return switch (reply) {
                case Answer(int status, byte[] body)
                when status == 200 -> {
                    JsonNode node = Json.read(body);
                    yield new RefundFound(
                            refundAnswer(node, paymentId),
                            CamaraPayment.correlator(node, "amountTransaction", "clientCorrelator")
                                    .orElse(null));
                }
                case Answer answer -> new RefundFound(new Unknown(Doubt.PARTNER_ERROR), null);
                case Silence(PartnerAnswer why) -> new RefundFound(new Unknown(doubt(why)), null);
            };
        } catch (Json.Unreadable e) {
            return new RefundFound(new Unknown(Doubt.UNREADABLE), null);
        }
    }

    static PartnerAnswer refundAnswer(JsonNode node, String paymentId) throws Json.Unreadable {
        String refund = CamaraPayment.id(Json.require(node, 64, "refundId"));
        String both = paymentId + "/" + refund;
        String reference = both.length() <= 64 ? both : refund;
        return switch (Json.require(node, 32, "refundStatus")) {
            case "succeeded" -> new Done(reference);
            case "processing" -> new Pending(reference);
            case "denied" -> new Declined(DeclineReason.ORIGINAL_NOT_REFUNDABLE, "denied");
            default -> new Unknown(Doubt.UNREADABLE);
        };
    }

    static Doubt doubt(PartnerAnswer why) {
        return why instanceof Unknown(Doubt doubt) ? doubt : Doubt.CONNECTION_LOST;
    }

    private static String time(Instant at) {
        return URLEncoder.encode(at.truncatedTo(ChronoUnit.MILLIS).toString(), StandardCharsets.UTF_8);
    }
}
