package io.tongbao.payment;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Guard.Verdict;
import io.tongbao.ledger.Rider;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Customer or provider ends an agreement; payments under it are refused from then on.
 *
 * <p>Errors: {@link PaymentError#AGREEMENT_NOT_FOUND}, {@link PaymentError#AGREEMENT_ENDED}, {@link
 * PaymentError#IDEMPOTENCY_KEY_REUSED}.
 */
public final class EndAgreement {

    private final PaymentDesk desk;

    public EndAgreement(PaymentDesk desk) {
        this.desk = desk;
    }

    public Outcome<Agreement> execute(EndAgreementCommand command, AnswerRenderer<Agreement> renderer) {
        return new Ending(desk, command, renderer).run();
    }

    /** Whether an agreement concerns this party at all. */
    static boolean concerns(Agreement agreement, Party party) {
        return switch (party) {
            case Party.Provider(UUID id) -> agreement.providerId().equals(id);
            case Party.Customer(UUID id) -> agreement.customerId().equals(id);
            case Party.Platform() -> true;
        };
    }

    private static byte[] hash(EndAgreementCommand c) {
        return RequestHash.of("end_agreement").add(c.agreementId()).add(c.by()).finish();
    }

    private static final class Ending extends PostingScript<Agreement> {

        private final RowGuard<UUID, Agreement> agreement;

        Ending(PaymentDesk desk, EndAgreementCommand command, AnswerRenderer<Agreement> renderer) {
            super(desk, command.idempotency(), hash(command), renderer, Funding.CUSTOMER);
            this.agreement = agreement(command.agreementId(), (state, stamp) -> {
                if (!concerns(state, command.by())) {
                    return Verdict.reject(PaymentError.AGREEMENT_NOT_FOUND);
                }
                return state.status() == AgreementStatus.ACTIVE
                        ? Verdict.PASS
                        : Verdict.refuse(PaymentError.AGREEMENT_ENDED);
            });
        }

        @Override
        Conclusion<Agreement> conclude(BatchStamp stamp, @Nullable Refusal refusal) {
            Agreement seen = agreement.seen();
            if (refusal != null) {
                return Conclusion.unchanged(seen, seen.id());
            }
            Agreement ended = seen.ended();
            List<Rider<?>> riders = List.of(event(
                    EventTypes.AGREEMENT_ENDED, ended.id(), ended.providerId(), stamp, AgreementJson.write(ended)));
            return new Conclusion<>(ended, ended.id(), null, ended, riders);
        }
    }
}
