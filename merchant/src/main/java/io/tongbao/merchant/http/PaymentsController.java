package io.tongbao.merchant.http;

import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.edge.Router;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.Provider;
import io.tongbao.payment.AgreementPaymentCommand;
import io.tongbao.payment.AnswerRenderer;
import io.tongbao.payment.CancelCommand;
import io.tongbao.payment.CancelPayment;
import io.tongbao.payment.CaptureCommand;
import io.tongbao.payment.CaptureMode;
import io.tongbao.payment.CapturePayment;
import io.tongbao.payment.ConfirmCommand;
import io.tongbao.payment.ConfirmPayment;
import io.tongbao.payment.CreatePayment;
import io.tongbao.payment.CreatePaymentCommand;
import io.tongbao.payment.DirectPaymentCommand;
import io.tongbao.payment.PayByAgreement;
import io.tongbao.payment.PayDirectly;
import io.tongbao.payment.PayerProof;
import io.tongbao.payment.Payment;
import io.tongbao.payment.PaymentError;
import io.tongbao.payment.PaymentJson;
import io.tongbao.payment.PaymentQueries;
import io.tongbao.payment.PaymentTarget;
import io.tongbao.payment.StoredAnswer;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.state.PaymentState;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Payments of providers: create, read, confirm, cancel, capture. */
public final class PaymentsController implements ApiRoutes {

    private static final int DEFAULT_CAPTURE_WINDOW_SECONDS = 86_400;
    /** A client may wait this long for the end of a payment that a partner outside decides. */
    private static final int MOST_WAIT_SECONDS = 30;

    private final CreatePayment createPayment;
    private final PayByAgreement payByAgreement;
    private final PayDirectly payDirectly;
    private final ConfirmPayment confirmPayment;
    private final CancelPayment cancelPayment;
    private final CapturePayment capturePayment;
    private final PaymentQueries queries;
    private final Proofs proofs;

    public PaymentsController(PaymentUseCases useCases, Proofs proofs) {
        this.createPayment = useCases.createPayment();
        this.payByAgreement = useCases.payByAgreement();
        this.payDirectly = useCases.payDirectly();
        this.confirmPayment = useCases.confirmPayment();
        this.cancelPayment = useCases.cancelPayment();
        this.capturePayment = useCases.capturePayment();
        this.queries = useCases.queries();
        this.proofs = proofs;
    }

    @Override
    public void addTo(Router<ApiCall> router) {
        router.post("/v1/payments", this::create)
                .get("/v1/payments/{id}", this::byId)
                .get("/v1/payments/reference/{reference}", this::byReference)
                .get("/v1/payments", this::list)
                .post("/v1/payments/{id}/confirm", this::confirm)
                .post("/v1/payments/reference/{reference}/confirm", this::confirmByReference)
                .post("/v1/providers/{provider}/payments/reference/{reference}/confirm", this::confirmOfProvider)
                .post("/v1/payments/{id}/cancel", this::cancel)
                .post("/v1/payments/{id}/capture", this::capture);
    }

    /** Creates an order; with {@code agreement_id}, or with the payer's PIN, it is paid in the same step. */
    private void create(ApiCall call) throws IOException {
        Provider shop = call.shop();
        JsonBody body = call.json();
        String reference = body.reference("reference");
        Money amount = money(body, shop);
        String subject = body.text("subject", 1, 128);
        int cancelWindow = body.integer("cancel_window_seconds", 0, 86_400, 0);
        UUID agreement = body.optionalId("agreement_id", "agr");
        FundingSource source = FundingFields.source(body);
        if (agreement != null) {
            body.end();
            call.answer(payByAgreement.execute(
                    new AgreementPaymentCommand(
                            call.idempotency(),
                            agreement,
                            shop.id(),
                            shop.accountId(),
                            reference,
                            amount,
                            subject,
                            cancelWindow,
                            source),
                    renderer(call, 201)));
            return;
        }
        JsonBody payer = body.optionalObject("payer");
        UUID payerId = payer == null ? null : proofs.customer(payer);
        char @Nullable [] pin = payer == null ? null : payer.optionalPin("pin");
        if (payer != null) {
            payer.end();
        }
        if (payerId != null && pin != null) {
            String bankCode = FundingFields.bankCode(body);
            body.end();
            try (var proof = Proofs.pin(call, payerId, pin)) {
                call.answer(payDirectly.execute(
                        new DirectPaymentCommand(
                                call.idempotency(),
                                shop.id(),
                                shop.accountId(),
                                reference,
                                amount,
                                subject,
                                cancelWindow,
                                proof.proof(),
                                source,
                                bankCode),
                        renderer(call, 201)));
            }
            return;
        }
        if (!(source instanceof FundingSource.Wallet)) {
            throw new FieldRefused(
                    RequestError.INVALID_REQUEST,
                    "funding_source",
                    "funding_source is chosen by the payer, who confirms; send it with the confirmation");
        }
        int validity = body.integer("validity_seconds", 60, 86_400, CreatePaymentCommand.DEFAULT_VALIDITY_SECONDS);
        CaptureMode capture = body.choice("capture", CaptureMode.class, CaptureMode.AUTOMATIC);
        int captureWindow = capture == CaptureMode.MANUAL
                ? body.integer(
                        "capture_window_seconds",
                        60,
                        CreatePaymentCommand.MAX_CAPTURE_WINDOW_SECONDS,
                        DEFAULT_CAPTURE_WINDOW_SECONDS)
                : 0;
        body.end();
        call.answer(createPayment.execute(
                new CreatePaymentCommand(
                        call.idempotency(),
                        shop.id(),
                        shop.accountId(),
                        reference,
                        amount,
                        subject,
                        payerId,
                        validity,
                        cancelWindow,
                        capture,
                        captureWindow),
                renderer(call, 201)));
    }

    private void byId(ApiCall call) throws IOException {
        String id = call.path("id");
        UUID paymentId = Query.pathId(Payment.PREFIX, id);
        Query query = call.query();
        Duration wait = Duration.ofSeconds(query.number("wait", 0, MOST_WAIT_SECONDS, 0));
        query.end();
        Payment payment = queries.awaitEnd(call.party(), paymentId, wait)
                .orElseThrow(() -> new Refused(PaymentError.PAYMENT_NOT_FOUND));
        call.answer(200, PaymentJson.write(payment));
    }

    private void byReference(ApiCall call) throws IOException {
        String reference = call.path("reference");
        Query query = call.query();
        Duration wait = Duration.ofSeconds(query.number("wait", 0, MOST_WAIT_SECONDS, 0));
        query.end();
        Payment payment = queries.byReference(call.provider().id(), Query.pathReference(reference))
                .flatMap(now -> queries.awaitEnd(call.party(), now.id(), wait))
                .orElseThrow(() -> new Refused(PaymentError.PAYMENT_NOT_FOUND));
        call.answer(200, PaymentJson.write(payment));
    }

    /** The payments of the calling provider, newest first. */
    private void list(ApiCall call) throws IOException {
        call.provider();
        call.answer(200, Lists.payments(queries, call));
    }

    /** By the provider's own channel with the payer's PIN, or by a device of the payer, whose signature covers the body. */
    private void confirm(ApiCall call) throws IOException {
        String id = call.path("id");
        UUID paymentId = Query.pathId(Payment.PREFIX, id);
        switch (call.caller()) {
            case Caller.ByProvider by ->
                confirmByPin(
                        call, new PaymentTarget.OfProvider(by.key().provider().id(), paymentId));
            case Caller.ByDevice by ->
                confirmByDevice(call, by, null, payee -> new PaymentTarget.OfProvider(payee, paymentId));
        }
    }

    private void confirmByReference(ApiCall call) throws IOException {
        String reference = call.path("reference");
        Provider shop = call.shop();
        confirmByPin(call, new PaymentTarget.ByReference(shop.id(), Query.pathReference(reference)));
    }

    /** For a payer's device that knows the provider and its number, before the payment's id is known. */
    private void confirmOfProvider(ApiCall call) throws IOException {
        String provider = call.path("provider");
        String reference = call.path("reference");
        UUID providerId = Query.pathId(Provider.PREFIX, provider);
        String number = Query.pathReference(reference);
        confirmByDevice(call, call.device(), providerId, payee -> new PaymentTarget.ByReference(payee, number));
    }

    /** By the provider or the payer: before success, or within the cancel window after it. */
    private void cancel(ApiCall call) throws IOException {
        String id = call.path("id");
        UUID paymentId = Query.pathId(Payment.PREFIX, id);
        call.noFields();
        call.answer(cancelPayment.execute(
                new CancelCommand(call.idempotency(), paymentId, call.party()), renderer(call, 200)));
    }

    /** Takes a reserved payment in whole or part; 0 rejects it. */
    private void capture(ApiCall call) throws IOException {
        String id = call.path("id");
        Provider shop = call.shop();
        UUID paymentId = Query.pathId(Payment.PREFIX, id);
        JsonBody body = call.json();
        long amount = body.amountOrZero("amount_minor");
        body.end();
        call.answer(capturePayment.execute(
                new CaptureCommand(call.idempotency(), paymentId, shop.id(), amount), renderer(call, 200)));
    }

    private void confirmByPin(ApiCall call, PaymentTarget target) throws IOException {
        JsonBody body = call.json();
        JsonBody payer = body.object("payer");
        UUID customerId = proofs.customer(payer);
        char[] pin = payer.pin("pin");
        payer.end();
        Long expected = body.optionalAmount("amount_minor");
        FundingSource source = FundingFields.source(body);
        String bankCode = FundingFields.bankCode(body);
        body.end();
        try (var proof = Proofs.pin(call, customerId, pin)) {
            call.answer(confirmPayment.execute(
                    new ConfirmCommand(call.idempotency(), target, proof.proof(), expected, source, bankCode),
                    renderer(call, 200)));
        }
    }

    private void confirmByDevice(
            ApiCall call, Caller.ByDevice by, @Nullable UUID named, Function<UUID, PaymentTarget> target)
            throws IOException {
        JsonBody body = call.json();
        long amount = body.amount("amount_minor");
        UUID payee = body.id("provider_id", Provider.PREFIX);
        FundingSource source = FundingFields.source(body);
        String bankCode = FundingFields.bankCode(body);
        body.end();
        if (named != null && !named.equals(payee)) {
            throw new FieldRefused(
                    RequestError.INVALID_REQUEST, "provider_id", "provider_id must be the provider in the address");
        }
        call.answer(confirmPayment.execute(
                new ConfirmCommand(
                        call.idempotency(),
                        target.apply(payee),
                        new PayerProof.DeviceProof(by.customerId(), by.deviceId()),
                        amount,
                        source,
                        bankCode),
                renderer(call, 200)));
    }

    /** Amount and currency; the currency must be that of the provider's account. */
    static Money money(JsonBody body, Provider provider) {
        long minor = body.amount("amount_minor");
        Currency currency = body.currency("currency");
        if (currency != provider.currency()) {
            throw new FieldRefused(
                    RequestError.UNSUPPORTED_CURRENCY,
                    "currency",
                    "this provider's account is in " + provider.currency());
        }
        return Money.of(minor, currency);
    }

    /** 202 while a partner outside has yet to decide. */
    private record Accepted(AnswerRenderer<Payment> plain) implements AnswerRenderer<Payment> {
        private static final int ACCEPTED = 202;

        @Override
        public StoredAnswer success(Payment view) {
            StoredAnswer answer = plain.success(view);
            return view.state() == PaymentState.PROCESSING ? new StoredAnswer(ACCEPTED, answer.body()) : answer;
        }

        @Override
        public StoredAnswer refusal(ErrorCode code, @Nullable String detail, @Nullable Payment view) {
            return plain.refusal(code, detail, view);
        }
    }

    static AnswerRenderer<Payment> renderer(ApiCall call, int status) {
        AnswerRenderer<Payment> plain =
                call.renderer(status, PaymentJson::write, payment -> PublicId.format(Payment.PREFIX, payment.id()));
        return new Accepted(plain);
    }
}
