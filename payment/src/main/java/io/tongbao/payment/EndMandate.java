package io.tongbao.payment;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Rider;
import io.tongbao.payment.mandate.Mandate;
import io.tongbao.payment.mandate.MandateGuard;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Customer, provider or platform ends a mandate, at any time; payments under it are refused from then on.
 *
 * <p>Errors: {@code MANDATE_NOT_FOUND}, {@code MANDATE_ENDED}, {@link PaymentError#IDEMPOTENCY_KEY_REUSED}.
 */
public final class EndMandate {

    private final PaymentDesk desk;

    public EndMandate(PaymentDesk desk) {
        this.desk = desk;
    }

    /** @param by whom it must concern */
    public record Command(IdempotencyId idempotency, UUID mandateId, Party by) {}

    public Outcome<Mandate> execute(Command command, AnswerRenderer<Mandate> renderer) {
        return new Ending(desk, command, renderer).run();
    }

    /** Whether a mandate concerns this party at all. */
    static boolean concerns(Mandate mandate, Party party) {
        return switch (party) {
            case Party.Provider(UUID id) -> mandate.providerId().equals(id);
            case Party.Customer(UUID id) -> mandate.customerId().equals(id);
            case Party.Platform() -> true;
        };
    }

    private static Mandate.EndedBy endedBy(Party party) {
        return switch (party) {
            case Party.Provider provider -> Mandate.EndedBy.PROVIDER;
            case Party.Customer customer -> Mandate.EndedBy.CUSTOMER;
            case Party.Platform platform -> Mandate.EndedBy.PLATFORM;
        };
    }

    private static byte[] hash(Command c) {
        return RequestHash.of("end_mandate").add(c.mandateId()).add(c.by()).finish();
    }

    private static final class Ending extends PostingScript<Mandate> {

        private final MandateGuard mandate;

        Ending(PaymentDesk desk, Command command, AnswerRenderer<Mandate> renderer) {
            super(desk, command.idempotency(), hash(command), renderer, Funding.CUSTOMER);
            Party by = command.by();
            this.mandate = MandateGuard.ends(command.mandateId(), seen -> concerns(seen, by), endedBy(by));
            guard(mandate);
        }

        @Override
        Conclusion<Mandate> conclude(BatchStamp stamp, @Nullable Refusal refusal) {
            if (refusal != null) {
                return Conclusion.unchanged(mandate.seen(), mandate.seen().id());
            }
            Mandate ended = mandate.changed(stamp);
            List<Rider<?>> riders =
                    List.of(event("mandate.ended", ended.id(), ended.providerId(), stamp, MandateJson.write(ended)));
            return new Conclusion<>(ended, ended.id(), null, null, riders);
        }
    }
}
