package io.tongbao.payment;

import io.tongbao.bank.BankInstruction;
import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.Transfer;
import io.tongbao.partner.PartnerError;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.guard.PartnerGate;
import io.tongbao.payment.funding.FundingCard;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.LegOperation;
import io.tongbao.payment.funding.PrepaidAccess;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A source made ready to pay.
 *
 * @param accountId what refunds go back to: the wallet, or the prepaid card's account
 * @param label the card's masked number; null for the wallet
 * @param leg what the partner outside is told; null when our own books suffice
 * @param guards judged with the payment
 */
record Paying(
        FundingSource source,
        long accountId,
        @Nullable String label,
        @Nullable Leg leg,
        List<Guard<?, ?>> guards) {

    /** For a purchase by this customer. */
    static Paying purchase(PaymentDesk desk, FundingSource source, CustomerFacts payer, Order order) {
        Payment view = order.view();
        Money amount = Money.of(view.amountMinor(), view.currency());
        return switch (source) {
            case FundingSource.Wallet wallet -> new Paying(source, payer.walletAccountId(), null, null, List.of());
            case FundingSource.PrepaidCard(UUID id) -> {
                PrepaidAccess.Funds funds = desk.partners().prepaid().funds(payer.id(), id, view.providerId());
                yield new Paying(source, funds.accountId(), funds.masked(), null, funds.guards());
            }
            case FundingSource.BankCard(UUID cardId) -> {
                FundingCard card = desk.partners().cards().card(payer.id(), cardId);
                Leg.Instructed what = toCard(
                        desk,
                        LegOperation.BANK_PAYMENT,
                        card,
                        payer,
                        amount,
                        view.id(),
                        BankInstruction.Speed.INSTANT,
                        view.subject());
                yield new Paying(
                        source,
                        payer.walletAccountId(),
                        card.masked(),
                        inbound(desk, what, target(desk, order), payer.walletAccountId()),
                        List.of());
            }
            case FundingSource.PhoneBill bill -> {
                Leg.Instructed what = toNumber(
                        desk,
                        LegOperation.CARRIER_CHARGE,
                        payer.id(),
                        payer.msisdn(),
                        amount,
                        view.id(),
                        0,
                        view.subject());
                yield new Paying(
                        source,
                        payer.walletAccountId(),
                        payer.msisdn().masked(),
                        inbound(desk, what, target(desk, order), payer.walletAccountId()),
                        List.of());
            }
        };
    }

    private static long target(PaymentDesk desk, Order order) {
        return order.capturesLater()
                ? desk.partners().house().authorised(order.view().currency())
                : order.payeeAccountId();
    }

    static Leg.Instructed toCard(
            PaymentDesk desk,
            LegOperation operation,
            FundingCard card,
            CustomerFacts customer,
            Money amount,
            UUID orderId,
            BankInstruction.Speed speed,
            String note) {
        PartnerId bank = choose(desk, card.banks(), orderId);
        return new Leg.Instructed(
                operation,
                bank,
                amount,
                null,
                orderId,
                null,
                customer.id(),
                card.cardId(),
                null,
                0,
                speed,
                Leg.note(note));
    }

    static Leg.Instructed toNumber(
            PaymentDesk desk,
            LegOperation operation,
            UUID customerId,
            Msisdn number,
            Money amount,
            UUID orderId,
            long points,
            String note) {
        PartnerId carrier = desk.partners().book().carrierOf(number).profile().id();
        return new Leg.Instructed(
                operation,
                carrier,
                amount,
                null,
                orderId,
                null,
                customerId,
                null,
                number.e164(),
                points,
                BankInstruction.Speed.INSTANT,
                Leg.note(note));
    }

    /** Money that a partner owes us when it has done it. */
    static Leg inbound(PaymentDesk desk, Leg.Instructed what, long to, long wallet) {
        return leg(desk, what, clearing(desk, what), to, wallet);
    }

    /** Money of the wallet that the partner pays out for us. */
    static Leg outbound(PaymentDesk desk, Leg.Instructed what, long wallet) {
        return leg(desk, what, wallet, clearing(desk, what), wallet);
    }

    /** Gives a payment back to where it came from, from this account. */
    static Leg giveBack(PaymentDesk desk, Leg paid, long amountMinor, long from, @Nullable UUID refundId) {
        Leg.Instructed was = paid.what();
        Leg.Instructed what = new Leg.Instructed(
                was.operation().refund(),
                was.partner(),
                Money.of(amountMinor, was.amount().currency()),
                paid.id(),
                was.orderId(),
                refundId,
                was.customerId(),
                was.cardId(),
                was.number(),
                0,
                BankInstruction.Speed.INSTANT,
                was.note());
        return leg(desk, what, from, clearing(desk, what), paid.books().fallback());
    }

    /** Reserves a leg's money on its way to suspense. */
    static Transfer reservation(Leg leg, int reason) {
        return Transfer.pending(
                leg.pendingId(),
                leg.books().from(),
                leg.books().suspense(),
                leg.what().amount().minor(),
                leg.currency().ledger(),
                reason,
                0,
                leg.what().orderId());
    }

    private static long clearing(PaymentDesk desk, Leg.Instructed what) {
        return desk.partners().house().clearing(what.partner(), what.amount().currency());
    }

    private static Leg leg(PaymentDesk desk, Leg.Instructed what, long from, long to, long wallet) {
        long suspense = desk.partners().house().suspense(what.amount().currency());
        return Leg.intent(desk.ids().next(), desk.clock().instant(), what, new Leg.Books(from, suspense, to, wallet));
    }

    /** By staff's weights among those that could take it now; the same order always goes the same way while nothing changes. */
    private static PartnerId choose(PaymentDesk desk, List<PartnerId> banks, UUID orderId) {
        PartnerGate gate = desk.partners().book().gate();
        List<PartnerId> open = banks.stream().filter(gate::open).toList();
        if (open.isEmpty()) {
            throw new Refused(PartnerError.PARTNER_UNAVAILABLE);
        }
        int total = open.stream().mapToInt(gate::weight).sum();
        if (total == 0) {
            return open.getFirst();
        }
        long drawn = Math.floorMod(orderId.getLeastSignificantBits(), (long) total);
        for (PartnerId bank : open) {
            drawn -= gate.weight(bank);
            if (drawn < 0) {
                return bank;
            }
        }
        return open.getLast();
    }
}
