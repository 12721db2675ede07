package io.tongbao.merchant.http;

import io.tongbao.payment.CancelPayment;
import io.tongbao.payment.CapturePayment;
import io.tongbao.payment.CashIn;
import io.tongbao.payment.CashOut;
import io.tongbao.payment.ConfirmPayment;
import io.tongbao.payment.CreateAgreement;
import io.tongbao.payment.CreatePayment;
import io.tongbao.payment.EndAgreement;
import io.tongbao.payment.PayByAgreement;
import io.tongbao.payment.PayDirectly;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.payment.PaymentQueries;
import io.tongbao.payment.RefundPayment;
import io.tongbao.payment.TransferToPerson;

/** The use cases behind the API. */
public record PaymentUseCases(
        CreatePayment createPayment,
        PayByAgreement payByAgreement,
        PayDirectly payDirectly,
        ConfirmPayment confirmPayment,
        CancelPayment cancelPayment,
        CapturePayment capturePayment,
        RefundPayment refundPayment,
        CreateAgreement createAgreement,
        EndAgreement endAgreement,
        CashIn cashIn,
        CashOut cashOut,
        TransferToPerson transferToPerson,
        PaymentQueries queries) {

    public static PaymentUseCases of(PaymentDesk desk) {
        return new PaymentUseCases(
                new CreatePayment(desk),
                new PayByAgreement(desk),
                new PayDirectly(desk),
                new ConfirmPayment(desk),
                new CancelPayment(desk),
                new CapturePayment(desk),
                new RefundPayment(desk),
                new CreateAgreement(desk),
                new EndAgreement(desk),
                new CashIn(desk),
                new CashOut(desk),
                new TransferToPerson(desk),
                new PaymentQueries(desk));
    }
}
