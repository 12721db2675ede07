package io.tongbao.payment;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Rider;
import io.tongbao.ledger.Transfer;
import io.tongbao.payment.funding.Leg;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment that is made and decided in one posting: it succeeds, or stands as failed with the reason. Guards that judge
 * the request are added before {@link #run}; the reference is guarded first.
 */
final class OneStep extends PostingScript<Payment> {

    private final Order draft;
    private final ProofMethod method;
    private final boolean outside;
    private @Nullable RowGuard<UUID, Agreement> agreement;

    /**
     * @param method how the payer agreed
     * @param funding whose account pays
     */
    OneStep(
            PaymentDesk desk,
            IdempotencyId idempotency,
            byte[] requestHash,
            AnswerRenderer<Payment> renderer,
            Order draft,
            ProofMethod method,
            Funding funding) {
        this(desk, idempotency, requestHash, renderer, draft, method, funding, null, null);
    }

    /**
     * As above, through a partner outside: the payment is {@code processing} first.
     *
     * @param leg null when our own books suffice
     * @param bankCode the bank's one-time code
     */
    OneStep(
            PaymentDesk desk,
            IdempotencyId idempotency,
            byte[] requestHash,
            AnswerRenderer<Payment> renderer,
            Order draft,
            ProofMethod method,
            Funding funding,
            @Nullable Leg leg,
            @Nullable String bankCode) {
        super(desk, idempotency, requestHash, renderer, funding);
        this.draft = draft;
        this.method = method;
        this.outside = leg != null;
        Payment view = draft.view();
        UUID provider = view.providerId();
        String reference = view.reference();
        if (provider != null && reference != null) {
            guard(ReferenceTable.ORDERS.unused(provider, reference));
        }
        if (leg != null) {
            leg(leg, view.kind().number(), bankCode);
            return;
        }
        transfer(Transfer.single(
                draft.mainTransferId(),
                draft.payerAccountId(),
                draft.payeeAccountId(),
                view.amountMinor(),
                view.currency().ledger(),
                view.kind().number(),
                view.id()));
    }

    /** Takes the amount from an agreement's room for today. */
    void spend(UUID agreementId) {
        long amount = draft.view().amountMinor();
        agreement = agreement(agreementId, (state, stamp) -> AgreementRules.judge(state, amount, stamp));
    }

    @Override
    Conclusion<Payment> conclude(BatchStamp stamp, @Nullable Refusal refusal) {
        Order created = draft.createdInOneStep(stamp.ts());
        UUID payer = draft.view().payerId();
        Order done = refusal == null
                ? outside
                        ? created.processing(payer, draft.payerAccountId(), method)
                        : created.confirmed(payer, draft.payerAccountId(), method, stamp.ts())
                : created.failed(refusal.code(), payer, draft.payerAccountId(), method);
        Payment view = done.view();
        Agreement spent = agreement == null || refusal != null
                ? null
                : AgreementRules.spend(agreement.seen(), view.amountMinor(), stamp);
        List<Rider<?>> riders = new ArrayList<>(3);
        riders.add(new Rider<>(OrderRows.INSTANCE, done));
        riders.add(paymentEvent(view, stamp));
        if (refusal == null) {
            riders.addAll(legRows(stamp));
        }
        return new Conclusion<>(view, view.id(), null, spent, riders);
    }
}
