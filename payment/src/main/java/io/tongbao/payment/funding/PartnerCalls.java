package io.tongbao.payment.funding;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankCapability;
import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierCapability;
import io.tongbao.carrier.CarrierInstruction;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.TransferIds;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.NotSent;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.guard.PartnerGate;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns legs into instructions and makes the calls, through the gate. What is sent follows from the leg alone, so any node can send it. */
public final class PartnerCalls {

    /** Ordinal of a reversal's id among those computed from its leg's. */
    private static final int REVERSAL = 1_000;

    private final PartnerBook book;
    private final PartnerGate gate;
    private final CardAccess cards;
    private final Legs legs;

    public PartnerCalls(PartnerBook book, CardAccess cards, Legs legs) {
        this.book = book;
        this.gate = book.gate();
        this.cards = cards;
        this.legs = legs;
    }

    /**
     * Gives the instruction.
     *
     * @param bankCode the bank's one-time code, kept nowhere
     */
    public PartnerAnswer give(Leg leg, @Nullable String bankCode) {
        return gate.call(leg.what().partner(), () -> send(leg, bankCode));
    }

    /** Gives a refund again, under its own id. */
    public PartnerAnswer repeat(Leg leg) {
        return gate.recover(leg.what().partner(), () -> send(leg, null));
    }

    public InquiryAnswer inquire(Leg leg) {
        return gate.inquire(
                leg.what().partner(),
                () -> either(
                        leg,
                        bank -> bank.inquire(bankOriginal(leg)),
                        carrier -> carrier.inquire(carrierOriginal(leg)),
                        new InquiryAnswer.NoAnswer(Doubt.PARTNER_ERROR)));
    }

    public PartnerAnswer reverse(Leg leg) {
        var id = TransferIds.of(leg.id(), REVERSAL);
        return gate.recover(
                leg.what().partner(),
                () -> either(
                        leg,
                        bank -> bank.reverse(new BankInstruction.Reversal(id, leg.at(), bankOriginal(leg))),
                        carrier -> carrier.reverse(new CarrierInstruction.Reversal(id, leg.at(), carrierOriginal(leg))),
                        new NotSent(Outage.SWITCHED_OFF)));
    }

    /** Whether the partner can be asked what became of something. */
    public boolean canInquire(Leg leg) {
        return either(
                leg,
                bank -> bank.profile().can(BankCapability.INQUIRE),
                carrier -> carrier.profile().can(CarrierCapability.INQUIRE),
                Boolean.FALSE);
    }

    private PartnerAnswer send(Leg leg, @Nullable String bankCode) {
        Leg.Instructed what = leg.what();
        return switch (what.operation()) {
            case BANK_PAYMENT -> debit(leg, BankInstruction.Purpose.PAYMENT, bankCode);
            case BANK_TOP_UP -> debit(leg, BankInstruction.Purpose.TOP_UP, bankCode);
            case BANK_WITHDRAWAL -> credit(leg, BankInstruction.Purpose.WITHDRAWAL);
            case BANK_REPAYMENT -> credit(leg, BankInstruction.Purpose.CREDIT_CARD_REPAYMENT);
            case BANK_REFUND ->
                onBank(
                        leg,
                        bank -> bank.refund(new BankInstruction.Refund(
                                leg.id(), leg.at(), what.amount(), bankOriginal(original(leg)))));
            case CARRIER_CHARGE ->
                onCarrier(
                        leg,
                        carrier -> carrier.charge(new CarrierInstruction.Charge(
                                leg.id(), leg.at(), what.amount(), number(leg), what.note(), what.note())));
            case CARRIER_REFUND ->
                onCarrier(
                        leg,
                        carrier -> carrier.refund(new CarrierInstruction.Refund(
                                leg.id(), leg.at(), what.amount(), carrierOriginal(original(leg)))));
            case CARRIER_TOP_UP ->
                onCarrier(
                        leg,
                        carrier -> carrier.topUp(
                                new CarrierInstruction.TopUp(leg.id(), leg.at(), what.amount(), number(leg))));
            case CARRIER_POINTS ->
                onCarrier(
                        leg,
                        carrier -> carrier.exchangePoints(new CarrierInstruction.PointsExchange(
                                leg.id(), leg.at(), what.amount(), number(leg), what.points())));
        };
    }

    private PartnerAnswer debit(Leg leg, BankInstruction.Purpose purpose, @Nullable String bankCode) {
        return withCard(
                leg,
                (bank, card) -> bank.debit(new BankInstruction.Debit(
                        leg.id(),
                        leg.at(),
                        leg.what().amount(),
                        card,
                        purpose,
                        bankCode,
                        leg.what().note())));
    }

    private PartnerAnswer credit(Leg leg, BankInstruction.Purpose purpose) {
        return withCard(
                leg,
                (bank, card) -> bank.credit(new BankInstruction.Credit(
                        leg.id(),
                        leg.at(),
                        leg.what().amount(),
                        card,
                        purpose,
                        leg.what().speed(),
                        leg.what().note())));
    }

    @FunctionalInterface
    private interface CardCall {
        PartnerAnswer on(Bank bank, BankInstrument card);
    }

    private PartnerAnswer withCard(Leg leg, CardCall call) {
        var cardId = leg.what().cardId();
        if (cardId == null) {
            throw new IllegalStateException("a leg to a card without its id");
        }
        BankInstrument card;
        try {
            card = cards.instrument(leg.what().customerId(), cardId);
        } catch (Refused gone) {
            return new PartnerAnswer.Declined(DeclineReason.NO_AGREEMENT, "unbound");
        }
        return onBank(leg, bank -> call.on(bank, card));
    }

    private PartnerAnswer onBank(Leg leg, Function<Bank, PartnerAnswer> call) {
        Optional<Bank> bank = book.findBank(leg.what().partner());
        return bank.isPresent() ? call.apply(bank.get()) : new NotSent(Outage.SWITCHED_OFF);
    }

    private PartnerAnswer onCarrier(Leg leg, Function<Carrier, PartnerAnswer> call) {
        Optional<Carrier> carrier = book.findCarrier(leg.what().partner());
        return carrier.isPresent() ? call.apply(carrier.get()) : new NotSent(Outage.SWITCHED_OFF);
    }

    private <T> T either(Leg leg, Function<Bank, T> onBank, Function<Carrier, T> onCarrier, T neither) {
        if (leg.operation().isBank()) {
            Optional<Bank> bank = book.findBank(leg.what().partner());
            return bank.isPresent() ? onBank.apply(bank.get()) : neither;
        }
        Optional<Carrier> carrier = book.findCarrier(leg.what().partner());
        return carrier.isPresent() ? onCarrier.apply(carrier.get()) : neither;
    }

    private Leg original(Leg refund) {
        var id = refund.what().originalId();
        if (id == null) {
            throw new IllegalStateException("a refund without its original");
        }
        return legs.byId(id).orElseThrow(() -> new IllegalStateException("a refund's original is gone"));
    }

    private static Msisdn number(Leg leg) {
        String number = leg.what().number();
        if (number == null) {
            throw new IllegalStateException("a carrier's leg without a number");
        }
        return new Msisdn(number);
    }

    private static BankInstruction.Original bankOriginal(Leg leg) {
        BankInstruction.Kind kind =
                switch (leg.operation()) {
                    case BANK_PAYMENT, BANK_TOP_UP -> BankInstruction.Kind.DEBIT;
                    case BANK_WITHDRAWAL, BANK_REPAYMENT -> BankInstruction.Kind.CREDIT;
                    case BANK_REFUND -> BankInstruction.Kind.REFUND;
                    case CARRIER_CHARGE, CARRIER_REFUND, CARRIER_TOP_UP, CARRIER_POINTS ->
                        throw new IllegalStateException("a carrier's leg");
                };
        return new BankInstruction.Original(
                leg.id(), leg.at(), leg.what().amount(), kind, leg.progress().partnerReference());
    }

    private static CarrierInstruction.Original carrierOriginal(Leg leg) {
        CarrierInstruction.Kind kind =
                switch (leg.operation()) {
                    case CARRIER_CHARGE -> CarrierInstruction.Kind.CHARGE;
                    case CARRIER_REFUND -> CarrierInstruction.Kind.REFUND;
                    case CARRIER_TOP_UP -> CarrierInstruction.Kind.TOP_UP;
                    case CARRIER_POINTS -> CarrierInstruction.Kind.POINTS;
                    case BANK_PAYMENT, BANK_TOP_UP, BANK_WITHDRAWAL, BANK_REPAYMENT, BANK_REFUND ->
                        throw new IllegalStateException("a bank's leg");
                };
        return new CarrierInstruction.Original(
                leg.id(),
                leg.at(),
                leg.what().amount(),
                number(leg),
                kind,
                leg.progress().partnerReference());
    }
}
