package io.tongbao.merchant.http;

import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.edge.Router;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.merchant.Provider;
import io.tongbao.payment.Agreement;
import io.tongbao.payment.AgreementJson;
import io.tongbao.payment.AnswerRenderer;
import io.tongbao.payment.CreateAgreement;
import io.tongbao.payment.CreateAgreementCommand;
import io.tongbao.payment.EndAgreement;
import io.tongbao.payment.EndAgreementCommand;
import io.tongbao.payment.PayerProof;
import io.tongbao.payment.PaymentError;
import io.tongbao.payment.PaymentQueries;
import java.io.IOException;
import java.util.UUID;

/** Agreements: a payer lets one provider take small payments without asking, within caps. */
public final class AgreementsController implements ApiRoutes {

    private final CreateAgreement createAgreement;
    private final EndAgreement endAgreement;
    private final PaymentQueries queries;
    private final Proofs proofs;

    public AgreementsController(PaymentUseCases useCases, Proofs proofs) {
        this.createAgreement = useCases.createAgreement();
        this.endAgreement = useCases.endAgreement();
        this.queries = useCases.queries();
        this.proofs = proofs;
    }

    @Override
    public void addTo(Router<ApiCall> router) {
        router.post("/v1/agreements", this::create)
                .get("/v1/agreements/{id}", this::byId)
                .post("/v1/agreements/{id}/end", this::end);
    }

    /** By the provider's channel with the payer's PIN, or by the payer's device, which names the provider. */
    private void create(ApiCall call) throws IOException {
        JsonBody body = call.json();
        long perPayment = body.amount("per_payment_cap_minor");
        long daily = body.amount("daily_cap_minor");
        Currency currency = body.currency("currency");
        Money perPaymentCap = Money.of(perPayment, currency);
        Money dailyCap = Money.of(daily, currency);
        switch (call.caller()) {
            case Caller.ByProvider by -> {
                JsonBody payer = body.object("payer");
                UUID customerId = proofs.customer(payer);
                char[] pin = payer.pin("pin");
                payer.end();
                body.end();
                try (var proof = Proofs.pin(call, customerId, pin)) {
                    call.answer(createAgreement.execute(
                            new CreateAgreementCommand(
                                    call.idempotency(), call.shop().id(), perPaymentCap, dailyCap, proof.proof()),
                            renderer(call, 201)));
                }
            }
            case Caller.ByDevice by -> {
                UUID provider = body.id("provider_id", Provider.PREFIX);
                body.end();
                call.answer(createAgreement.execute(
                        new CreateAgreementCommand(
                                call.idempotency(),
                                provider,
                                perPaymentCap,
                                dailyCap,
                                new PayerProof.DeviceProof(by.customerId(), by.deviceId())),
                        renderer(call, 201)));
            }
        }
    }

    private void byId(ApiCall call) throws IOException {
        String id = call.path("id");
        Agreement agreement = queries.agreement(call.party(), Query.pathId(Agreement.PREFIX, id))
                .orElseThrow(() -> new Refused(PaymentError.AGREEMENT_NOT_FOUND));
        call.answer(200, AgreementJson.write(agreement));
    }

    /** By either side. */
    private void end(ApiCall call) throws IOException {
        String id = call.path("id");
        UUID agreementId = Query.pathId(Agreement.PREFIX, id);
        call.noFields();
        call.answer(endAgreement.execute(
                new EndAgreementCommand(call.idempotency(), agreementId, call.party()), renderer(call, 200)));
    }

    private static AnswerRenderer<Agreement> renderer(ApiCall call, int status) {
        return call.renderer(
                status, AgreementJson::write, agreement -> PublicId.format(Agreement.PREFIX, agreement.id()));
    }
}
