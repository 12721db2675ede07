package io.tongbao.merchant.http;

import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.edge.Router;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.Provider;
import io.tongbao.payment.Payment;
import io.tongbao.payment.PaymentError;
import io.tongbao.payment.PaymentQueries;
import io.tongbao.payment.Refund;
import io.tongbao.payment.RefundCommand;
import io.tongbao.payment.RefundJson;
import io.tongbao.payment.RefundPayment;
import java.io.IOException;
import java.util.UUID;

/** Refunds: entities of their own, many for one payment, in part or whole. */
public final class RefundsController implements ApiRoutes {

    private final RefundPayment refundPayment;
    private final PaymentQueries queries;

    public RefundsController(PaymentUseCases useCases) {
        this.refundPayment = useCases.refundPayment();
        this.queries = useCases.queries();
    }

    @Override
    public void addTo(Router<ApiCall> router) {
        router.post("/v1/payments/{id}/refunds", this::create)
                .get("/v1/payments/{id}/refunds", this::ofPayment)
                .get("/v1/refunds/{id}", this::byId);
    }

    private void create(ApiCall call) throws IOException {
        String id = call.path("id");
        Provider shop = call.shop();
        UUID paymentId = Query.pathId(Payment.PREFIX, id);
        JsonBody body = call.json();
        String reference = body.reference("reference");
        long amount = body.amount("amount_minor");
        String reason = body.text("reason", 1, 128);
        body.end();
        call.answer(refundPayment.execute(
                new RefundCommand(call.idempotency(), paymentId, shop.id(), reference, amount, reason),
                call.renderer(201, RefundJson::write, refund -> PublicId.format(Refund.PREFIX, refund.id()))));
    }

    /** All refunds of one payment, oldest first. */
    private void ofPayment(ApiCall call) throws IOException {
        String id = call.path("id");
        UUID paymentId = Query.pathId(Payment.PREFIX, id);
        if (queries.byId(call.party(), paymentId).isEmpty()) {
            throw new Refused(PaymentError.PAYMENT_NOT_FOUND);
        }
        call.answer(
                200,
                Lists.list(
                        queries.refunds(call.party(), paymentId).stream()
                                .map(RefundJson::write)
                                .toList(),
                        null));
    }

    private void byId(ApiCall call) throws IOException {
        String id = call.path("id");
        Refund refund = queries.refund(call.party(), Query.pathId(Refund.PREFIX, id))
                .orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "refund"));
        call.answer(200, RefundJson.write(refund));
    }
}
