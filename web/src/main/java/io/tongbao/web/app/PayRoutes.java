package io.tongbao.web.app;

import io.tongbao.customer.challenge.Challenge;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Money;
import io.tongbao.merchant.http.FundingFields;
import io.tongbao.payment.ConfirmCommand;
import io.tongbao.payment.ConfirmPayment;
import io.tongbao.payment.IdempotencyId;
import io.tongbao.payment.PayerProof;
import io.tongbao.payment.Payment;
import io.tongbao.payment.PaymentTarget;
import io.tongbao.payment.TransferCommand;
import io.tongbao.payment.TransferToPerson;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.web.signin.AppAccess;
import io.tongbao.web.signin.AppCall;
import io.tongbao.web.signin.AppRouter;
import io.tongbao.web.signin.AppRoutes;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pays what a satisfied challenge approved: an order, or a transfer to another customer. */
public final class PayRoutes implements AppRoutes {

    private final ConfirmPayment confirm;
    private final TransferToPerson transfer;

    public PayRoutes(ConfirmPayment confirm, TransferToPerson transfer) {
        this.confirm = confirm;
        this.transfer = transfer;
    }

    @Override
    public void addTo(AppRouter router) {
        router.post("/app/v1/payments/{id}/confirm", AppAccess.CUSTOMER, this::confirm)
                .post("/app/v1/transfers", AppAccess.CUSTOMER, this::transfer);
    }

    private void confirm(AppCall call) throws IOException {
        IdempotencyId key = IdempotencyId.ofCustomer(call.customerId(), call.readIdempotencyKey());
        JsonBody body = call.json();
        UUID challenge = body.id("challenge", Challenge.PREFIX);
        FundingSource source = FundingFields.source(body);
        String bankCode = FundingFields.bankCode(body);
        body.end();
        UUID payment = Query.pathId(Payment.PREFIX, call.path("id"));
        PaymentAnswers.answer(
                call,
                confirm.execute(
                        new ConfirmCommand(
                                key,
                                new PaymentTarget.ById(payment),
                                new PayerProof.ApprovalProof(call.customerId(), challenge),
                                null,
                                source,
                                bankCode),
                        PaymentAnswers.of(call)));
    }

    private void transfer(AppCall call) throws IOException {
        IdempotencyId key = IdempotencyId.ofCustomer(call.customerId(), call.readIdempotencyKey());
        JsonBody body = call.json();
        UUID challenge = body.id("challenge", Challenge.PREFIX);
        JsonBody to = body.object("payee");
        TransferCommand.Payee payee = ChallengeRoutes.payee(to);
        @Nullable String name = to.optionalText("name", 1, 64);
        to.end();
        Money amount = Money.of(body.amount("amount_minor"), body.currency("currency"));
        String subject = body.text("subject", 0, 64);
        body.end();
        PaymentAnswers.answer(
                call,
                transfer.execute(
                        new TransferCommand(
                                key,
                                new PayerProof.ApprovalProof(call.customerId(), challenge),
                                payee,
                                amount,
                                name,
                                subject),
                        PaymentAnswers.of(call)));
    }
}
