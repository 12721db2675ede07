package io.tongbao.carrier;

import io.tongbao.kernel.Msisdn;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import java.time.LocalDate;

/**
 * One carrier's billing system. Every call blocks its (virtual) thread for the profile's timeout at most, never throws for what a carrier may
 * do, and may be made from any number of threads. What is not among {@link CarrierProfile#capabilities} answers {@code NotSent(NOT_OFFERED)}.
 *
 * <p>The promise each adapter keeps, held by {@code CarrierContract}: an instruction repeated with the same id never takes effect twice; what
 * was or may have been sent and got no answer that can be believed is {@link PartnerAnswer.Unknown}, never a refusal.
 */
public interface Carrier extends AutoCloseable {

    CarrierProfile profile();

    /** Whether an instruction could be sent now. */
    boolean ready();

    /** Charges at once. */
    PartnerAnswer charge(CarrierInstruction.Charge charge);

    /** Reserves; {@code Done} when reserved. Not confirmed in the carrier's time, it is released. */
    PartnerAnswer reserve(CarrierInstruction.Charge charge);

    /** Charges what was reserved. */
    PartnerAnswer confirm(CarrierInstruction.Original reservation);

    /** Releases what was reserved. */
    PartnerAnswer cancel(CarrierInstruction.Original reservation);

    PartnerAnswer refund(CarrierInstruction.Refund refund);

    PartnerAnswer reverse(CarrierInstruction.Reversal reversal);

    InquiryAnswer inquire(CarrierInstruction.Original original);

    SubscriberAnswer subscriber(Msisdn number);

    PartnerAnswer topUp(CarrierInstruction.TopUp topUp);

    PartnerAnswer exchangePoints(CarrierInstruction.PointsExchange exchange);

    /** The carrier's own list of one day's charges. */
    ChargeFileAnswer chargeFile(LocalDate day);

    /** Ends all connections; instructions under way answer {@code Unknown}. */
    @Override
    void close();
}
