package io.tongbao.payment;

import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierCapability;
import io.tongbao.carrier.CarrierInstruction;
import io.tongbao.carrier.CarrierProfile;
import io.tongbao.carrier.ChargeFileAnswer;
import io.tongbao.carrier.SubscriberAnswer;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.OpeningHours;
import io.tongbao.partner.PartnerAnswer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;

/** A carrier without sockets over {@link ScriptedBooks}. */
final class ScriptedCarrier implements Carrier {

    final ScriptedBooks books;
    private final CarrierProfile profile;

    ScriptedCarrier(ScriptedBooks books) {
        this.books = books;
        this.profile = new CarrierProfile(
                books.id,
                "脚本移动",
                "Scripted Mobile",
                Currency.CNY,
                EnumSet.of(
                        CarrierCapability.CHARGE,
                        CarrierCapability.REFUND,
                        CarrierCapability.PARTIAL_REFUND,
                        CarrierCapability.REVERSE,
                        CarrierCapability.INQUIRE,
                        CarrierCapability.TOP_UP,
                        CarrierCapability.POINTS),
                OpeningHours.ALWAYS,
                Set.of(),
                Duration.ofSeconds(1),
                100,
                Long.MAX_VALUE,
                Long.MAX_VALUE);
    }

    @Override
    public CarrierProfile profile() {
        return profile;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public PartnerAnswer charge(CarrierInstruction.Charge charge) {
        return books.take(charge.id(), true, charge.amount().minor(), null);
    }

    @Override
    public PartnerAnswer reserve(CarrierInstruction.Charge charge) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PartnerAnswer confirm(CarrierInstruction.Original reservation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PartnerAnswer cancel(CarrierInstruction.Original reservation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PartnerAnswer refund(CarrierInstruction.Refund refund) {
        return books.take(
                refund.id(), false, refund.amount().minor(), refund.original().id());
    }

    @Override
    public PartnerAnswer reverse(CarrierInstruction.Reversal reversal) {
        return books.reverse(reversal.original().id());
    }

    @Override
    public InquiryAnswer inquire(CarrierInstruction.Original original) {
        return books.inquire(original.id());
    }

    @Override
    public SubscriberAnswer subscriber(Msisdn number) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PartnerAnswer topUp(CarrierInstruction.TopUp topUp) {
        return books.take(topUp.id(), false, topUp.amount().minor(), null);
    }

    @Override
    public PartnerAnswer exchangePoints(CarrierInstruction.PointsExchange exchange) {
        return books.take(exchange.id(), true, exchange.amount().minor(), null);
    }

    @Override
    public ChargeFileAnswer chargeFile(LocalDate day) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
