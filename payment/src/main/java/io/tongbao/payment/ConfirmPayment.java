package io.tongbao.payment;

import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Guard.Verdict;
import io.tongbao.ledger.Rider;
import io.tongbao.ledger.Transfer;
import io.tongbao.payment.funding.Leg;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The payer consents: money moves, or is reserved when the order is to be captured later. When the ledger refuses (no money,
 * frozen account) the payment has failed for good; a wrong PIN leaves it as it was, and a new request may try again.
 *
 * <p>Errors: {@link PaymentError#PAYMENT_NOT_FOUND}, {@link PaymentError#NOT_THE_PAYER}, {@link
 * PaymentError#PAYMENT_EXPIRED}, {@link PaymentError#PAYMENT_ALREADY_CONFIRMED}, {@link
 * PaymentError#PAYMENT_ALREADY_CANCELLED}, {@link PaymentError#PAYMENT_ALREADY_FAILED}, {@link
 * PaymentError#AMOUNT_MISMATCH}, {@link PaymentError#INSUFFICIENT_FUNDS}, {@link PaymentError#SAME_PAYER_AND_PAYEE},
 * {@link PaymentError#PROOF_REQUIRED}, {@link PaymentError#IDEMPOTENCY_KEY_REUSED}, {@code UNSUPPORTED_CURRENCY}; those
 * of PIN, device and customer in {@link io.tongbao.customer.CustomerError}.
 */
public final class ConfirmPayment {

    private final PaymentDesk desk;

    public ConfirmPayment(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Payment> execute(ConfirmCommand command, AnswerRenderer<Payment> renderer) {
        Order facts = find(command.target());
        CustomerFacts payer =
                desk.wallet(command.proof().customerId(), facts.view().currency());
        if (payer.walletAccountId() == facts.payeeAccountId()) {
            throw new Refused(PaymentError.SAME_PAYER_AND_PAYEE);
        }
        return FirstAnswers.or(
                desk, command.idempotency(), hash(command, facts.view().id()), () -> new Confirmation(
                                desk,
                                command,
                                renderer,
                                facts,
                                payer,
                                Paying.purchase(desk, command.source(), payer, facts))
                        .run());
    }

    private Order find(PaymentTarget target) {
        return switch (target) {
            case PaymentTarget.ById(UUID id) -> desk.orderFacts(id);
            case PaymentTarget.OfProvider(UUID provider, UUID id) -> {
                Order order = desk.orderFacts(id);
                if (!provider.equals(order.view().providerId())) {
                    throw new Refused(PaymentError.PAYMENT_NOT_FOUND);
                }
                yield order;
            }
            case PaymentTarget.ByReference(UUID provider, String reference) -> desk.orderFacts(provider, reference);
        };
    }

    private static byte[] hash(ConfirmCommand command, UUID paymentId) {
        Long expected = command.expectedAmountMinor();
        return RequestHash.of("confirm_payment")
                .add(paymentId)
                .add(command.proof())
                .add(expected == null ? -1 : expected)
                .add(command.source())
                .finish();
    }

    /** Whether the order can be confirmed by this payer now. */
    static Verdict judge(Payment payment, UUID payerId, @Nullable Long expectedAmountMinor, long ts) {
        UUID named = payment.payerId();
        if (named != null && !named.equals(payerId)) {
            return Verdict.refuse(PaymentError.NOT_THE_PAYER);
        }
        return switch (payment.state()) {
            case AUTHORISED, PROCESSING, IN_DOUBT, SUCCEEDED, HELD ->
                Verdict.refuse(PaymentError.PAYMENT_ALREADY_CONFIRMED);
            case FAILED -> Verdict.refuse(PaymentError.PAYMENT_ALREADY_FAILED);
            case CANCELLED -> Verdict.refuse(PaymentError.PAYMENT_ALREADY_CANCELLED);
            case EXPIRED -> Verdict.refuse(PaymentError.PAYMENT_EXPIRED);
            case CREATED, CHALLENGED -> {
                if (ts >= payment.expiresTs()) {
                    yield Verdict.refuse(PaymentError.PAYMENT_EXPIRED);
                }
                yield expectedAmountMinor != null && expectedAmountMinor != payment.amountMinor()
                        ? Verdict.refuse(PaymentError.AMOUNT_MISMATCH)
                        : Verdict.PASS;
            }
        };
    }

    private static final class Confirmation extends PostingScript<Payment> {

        private final PayerProof proof;
        private final long payerAccount;
        private final Paying paying;
        private final RowGuard<UUID, Order> order;

        Confirmation(
                PaymentDesk desk,
                ConfirmCommand command,
                AnswerRenderer<Payment> renderer,
                Order facts,
                CustomerFacts payer,
                Paying paying) {
            super(desk, command.idempotency(), hash(command, facts.view().id()), renderer, Funding.CUSTOMER);
            this.proof = command.proof();
            this.payerAccount = paying.accountId();
            this.paying = paying;
            Payment view = facts.view();
            this.order = order(
                    view.id(),
                    (state, stamp) ->
                            judge(state.view(), proof.customerId(), command.expectedAmountMinor(), stamp.ts()));
            Money amount = Money.of(view.amountMinor(), view.currency());
            payment(paying, proof, payer, amount, facts.payeeAccountId());
            Leg leg = paying.leg();
            if (leg != null) {
                leg(leg, view.kind().number(), command.bankCode());
                return;
            }
            int ledger = view.currency().ledger();
            int reason = view.kind().number();
            transfer(
                    facts.capturesLater()
                            ? Transfer.pending(
                                    facts.mainTransferId(),
                                    payerAccount,
                                    facts.payeeAccountId(),
                                    view.amountMinor(),
                                    ledger,
                                    reason,
                                    facts.captureWindowSeconds(),
                                    view.id())
                            : Transfer.single(
                                    facts.mainTransferId(),
                                    payerAccount,
                                    facts.payeeAccountId(),
                                    view.amountMinor(),
                                    ledger,
                                    reason,
                                    view.id()));
        }

        @Override
        Conclusion<Payment> conclude(BatchStamp stamp, @Nullable Refusal refusal) {
            Order seen = order.seen();
            if (refusal == null && paying.leg() != null) {
                Order next = seen.paidBy(paying).processing(proof.customerId(), payerAccount, proof.method());
                List<Rider<?>> riders = new ArrayList<>(legRows(stamp));
                riders.add(paymentEvent(next.view(), stamp));
                return new Conclusion<>(next.view(), next.view().id(), next, null, riders);
            }
            if (refusal == null) {
                Order next =
                        seen.paidBy(paying).confirmed(proof.customerId(), payerAccount, proof.method(), stamp.ts());
                Payment view = next.view();
                List<Rider<?>> riders = next.capturesLater()
                        ? List.of(DueRows.at(view.captureUntilTs(), view.id()), paymentEvent(view, stamp))
                        : List.of(paymentEvent(view, stamp));
                return new Conclusion<>(view, view.id(), next, null, riders);
            }
            if (refusal.byLedger()) {
                Order next = seen.failed(refusal.code(), proof.customerId(), payerAccount, proof.method());
                return new Conclusion<>(
                        next.view(), next.view().id(), next, null, List.of(paymentEvent(next.view(), stamp)));
            }
            return Conclusion.unchanged(seen.view(), seen.view().id());
        }
    }
}
