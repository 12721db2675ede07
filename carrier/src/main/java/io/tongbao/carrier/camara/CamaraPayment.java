package io.tongbao.carrier.camara;

import io.tongbao.carrier.json.Json;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Done;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.Pending;
import io.tongbao.partner.PartnerAnswer.Unknown;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A payment as the carrier tells it.
 *
 * @param id the carrier's
 * @param ours the {@code clientCorrelator} when it is one of ours
 */
record CamaraPayment(String id, String status, Optional<UUID> ours, Money amount, String number) {

    static CamaraPayment read(JsonNode node, Currency currency) throws Json.Unreadable {
        String told = Json.require(node, 3, "amountTransaction", "paymentAmount", "chargingInformation", "currency");
        if (!told.equals(currency.name())) {
            throw new Json.Unreadable("another currency");
        }
        return new CamaraPayment(
                id(Json.require(node, 64, "paymentId")),
                Json.require(node, 32, "paymentStatus"),
                correlator(node, "amountTransaction", "clientCorrelator"),
                money(node, currency, "amountTransaction", "paymentAmount", "chargingInformation", "amount"),
                Json.require(node, 16, "amountTransaction", "phoneNumber"));
    }

    /** Goes into paths, so it may hold nothing that means something there. */
    static String id(String told) throws Json.Unreadable {
        if (!told.matches("[A-Za-z0-9._~-]{1,64}") || told.startsWith(".")) {
            throw new Json.Unreadable("a paymentId of another form");
        }
        return told;
    }

    static Optional<UUID> correlator(JsonNode node, String... path) {
        try {
            return Json.text(node, path).filter(text -> text.length() == 36).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws Json.Unreadable when it has more digits than the currency, or too many */
    static Money money(JsonNode node, Currency currency, String... path) throws Json.Unreadable {
        try {
            return Money.of(
                    Json.number(node, path).movePointRight(currency.scale()).longValueExact(), currency);
        } catch (ArithmeticException e) {
            throw new Json.Unreadable("an amount that is none of " + currency);
        }
    }

    /** Whether it is this instruction's. */
    boolean is(UUID id, Money wanted, String e164) {
        return ours.filter(id::equals).isPresent() && amount.equals(wanted) && number.equals(e164);
    }

    /**
     * As the answer to a charge or, with {@code reserving}, to a reservation.
     *
     * <p>{@code pending_validation} is Pending too: the payer answers the carrier directly, and the carrier tells us later.
     */
    PartnerAnswer answer(boolean reserving) {
        return switch (status) {
            case "succeeded" -> new Done(id);
            case "reserved" -> reserving ? new Done(id) : new Pending(id);
            case "processing", "pending_validation" -> new Pending(id);
            case "denied", "cancelled" -> new Declined(CamaraCodes.reason(status), status);
            default -> new Unknown(Doubt.UNREADABLE);
        };
    }

    InquiryAnswer found(boolean reserving) {
        if (status.equals("cancelled")) {
            return new InquiryAnswer.Reversed();
        }
        return found(answer(reserving));
    }

    static InquiryAnswer found(PartnerAnswer answer) {
        return switch (answer) {
            case PartnerAnswer.Final last -> new InquiryAnswer.Found(last);
            case Pending _ -> new InquiryAnswer.StillPending();
            case Unknown(Doubt why) -> new InquiryAnswer.NoAnswer(why);
        };
    }

    /** Without the number. */
    @Override
    public String toString() {
        return "CamaraPayment[" + id + ", " + status + "]";
    }
}
