package io.tongbao.payment;

import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Rider;
import io.tongbao.payment.funding.CardAccess;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.funding.PrepaidAccess;
import io.tongbao.payment.mandate.Mandate;
import io.tongbao.payment.mandate.MandateRows;
import io.tongbao.payment.mandate.MandateTerms;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer agrees that a provider takes recurring payments, and proves that.
 *
 * <p>Errors: {@code MANDATE_TERMS_INVALID} (when the terms are made), those of the source when it is a card the customer cannot use,
 * {@link PaymentError#PROOF_REQUIRED}, {@link PaymentError#IDEMPOTENCY_KEY_REUSED}, {@code UNSUPPORTED_CURRENCY}; those of PIN, device
 * and customer in {@link io.tongbao.customer.CustomerError}.
 */
public final class SignMandate {

    private final PaymentDesk desk;
    private final CardAccess cards;
    private final PrepaidAccess prepaid;

    public SignMandate(PaymentDesk desk, CardAccess cards, PrepaidAccess prepaid) {
        this.desk = desk;
        this.cards = cards;
        this.prepaid = prepaid;
    }

    /** @param proof the PIN, or a device; a challenge approves one payment and cannot approve many */
    public record Command(IdempotencyId idempotency, UUID providerId, MandateTerms terms, PayerProof proof) {}

    public Outcome<Mandate> execute(Command command, AnswerRenderer<Mandate> renderer) {
        UUID customer = command.proof().customerId();
        MandateTerms terms = command.terms();
        desk.wallet(customer, terms.currency());
        switch (terms.source()) {
            case FundingSource.BankCard(UUID id) -> cards.card(customer, id);
            case FundingSource.PrepaidCard(UUID id) -> prepaid.funds(customer, id, command.providerId());
            case FundingSource.Wallet wallet -> {}
            case FundingSource.PhoneBill bill -> {}
        }
        if (command.proof() instanceof PayerProof.ApprovalProof) {
            throw new Refused(PaymentError.PROOF_REQUIRED);
        }
        return new Signing(desk, command, renderer).run();
    }

    private static byte[] hash(Command c) {
        MandateTerms t = c.terms();
        return RequestHash.of("sign_mandate")
                .add(c.providerId())
                .add(t.title())
                .add(t.currency().ledger())
                .add(t.perPaymentCapMinor())
                .add(t.period().wire())
                .add(t.periodCapMinor())
                .add(t.periodCount())
                .add(t.validFromTs())
                .add(t.validUntilTs())
                .add(t.source().number())
                .add(t.source().instrumentId())
                .add(t.firstNeedsProof() ? 1 : 0)
                .add(t.noticeHours())
                .add(c.proof())
                .finish();
    }

    private static final class Signing extends PostingScript<Mandate> {

        private final UUID id;
        private final Command command;

        Signing(PaymentDesk desk, Command command, AnswerRenderer<Mandate> renderer) {
            super(desk, command.idempotency(), hash(command), renderer, Funding.CUSTOMER);
            this.id = desk.ids().next();
            this.command = command;
            MandateTerms terms = command.terms();
            proof(command.proof(), Money.of(terms.perPaymentCapMinor(), terms.currency()), 0);
        }

        @Override
        Conclusion<Mandate> conclude(BatchStamp stamp, @Nullable Refusal refusal) {
            if (refusal != null) {
                return Conclusion.unchanged(null, null);
            }
            Mandate mandate = new Mandate(
                    id,
                    command.proof().customerId(),
                    command.providerId(),
                    command.terms(),
                    true,
                    Mandate.EndedBy.NOBODY,
                    command.terms().period().start(stamp.businessDate()),
                    0,
                    0,
                    0,
                    stamp.ts());
            List<Rider<?>> riders = List.of(
                    MandateRows.signed(mandate),
                    event("mandate.signed", id, mandate.providerId(), stamp, MandateJson.write(mandate)));
            return new Conclusion<>(mandate, id, null, null, riders);
        }
    }
}
