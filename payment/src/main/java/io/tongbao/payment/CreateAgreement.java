package io.tongbao.payment;

import io.tongbao.kernel.Refused;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Rider;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer lets a provider take small payments without asking, within caps, and proves that.
 *
 * <p>Errors: {@link PaymentError#AGREEMENT_CAP_ABOVE_POLICY}, {@link PaymentError#PROOF_REQUIRED}, {@link
 * PaymentError#IDEMPOTENCY_KEY_REUSED}, {@code UNSUPPORTED_CURRENCY}; those of PIN, device and customer in {@link
 * io.tongbao.customer.CustomerError}.
 */
public final class CreateAgreement {

    private final PaymentDesk desk;

    public CreateAgreement(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Agreement> execute(CreateAgreementCommand command, AnswerRenderer<Agreement> renderer) {
        if (command.perPaymentCap().minor() > desk.policy().maxAgreementPaymentMinor()
                || command.dailyCap().minor() > desk.policy().maxAgreementDailyMinor()) {
            throw new Refused(PaymentError.AGREEMENT_CAP_ABOVE_POLICY);
        }
        desk.wallet(command.proof().customerId(), command.dailyCap().currency());
        return new Signing(desk, command, renderer).run();
    }

    private static byte[] hash(CreateAgreementCommand c) {
        return RequestHash.of("create_agreement")
                .add(c.providerId())
                .add(c.perPaymentCap())
                .add(c.dailyCap())
                .add(c.proof())
                .finish();
    }

    private static final class Signing extends PostingScript<Agreement> {

        private final UUID id;
        private final CreateAgreementCommand command;

        Signing(PaymentDesk desk, CreateAgreementCommand command, AnswerRenderer<Agreement> renderer) {
            super(desk, command.idempotency(), hash(command), renderer, Funding.CUSTOMER);
            this.id = desk.ids().next();
            this.command = command;
            // No account is paid yet, so no challenge can have approved it: a PIN or a device does.
            proof(command.proof(), command.dailyCap(), 0);
        }

        @Override
        Conclusion<Agreement> conclude(BatchStamp stamp, @Nullable Refusal refusal) {
            if (refusal != null) {
                return Conclusion.unchanged(null, null);
            }
            Agreement agreement = new Agreement(
                    id,
                    command.proof().customerId(),
                    command.providerId(),
                    command.dailyCap().currency(),
                    command.perPaymentCap().minor(),
                    command.dailyCap().minor(),
                    AgreementStatus.ACTIVE,
                    stamp.businessDate(),
                    0,
                    stamp.ts());
            List<Rider<?>> riders = List.of(
                    new Rider<>(AgreementTable.INSTANCE, agreement),
                    event(
                            EventTypes.AGREEMENT_CREATED,
                            id,
                            agreement.providerId(),
                            stamp,
                            AgreementJson.write(agreement)));
            return new Conclusion<>(agreement, id, null, null, riders);
        }
    }
}
