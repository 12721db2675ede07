package io.tongbao.web.money.mandate;

import io.tongbao.customer.Pin;
import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.Providers;
import io.tongbao.payment.EndMandate;
import io.tongbao.payment.IdempotencyId;
import io.tongbao.payment.MandateJson;
import io.tongbao.payment.Party;
import io.tongbao.payment.PayerProof;
import io.tongbao.payment.Payment;
import io.tongbao.payment.SignMandate;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.json.JsonBytes;
import io.tongbao.payment.mandate.Mandate;
import io.tongbao.payment.mandate.MandateError;
import io.tongbao.payment.mandate.MandatePeriod;
import io.tongbao.payment.mandate.MandateTerms;
import io.tongbao.payment.mandate.Mandates;
import io.tongbao.web.money.MoneyAnswers;
import io.tongbao.web.signin.AppAccess;
import io.tongbao.web.signin.AppCall;
import io.tongbao.web.signin.AppRouter;
import io.tongbao.web.signin.AppRoutes;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The customer's mandates: sign with the PIN, look, end at any time. */
public final class MandateRoutes implements AppRoutes {

    private static final String ONE = "/app/v1/mandates/{id}";

    private final Mandates mandates;
    private final SignMandate sign;
    private final EndMandate end;
    private final Providers providers;

    public MandateRoutes(Mandates mandates, SignMandate sign, EndMandate end, Providers providers) {
        this.mandates = mandates;
        this.sign = sign;
        this.end = end;
        this.providers = providers;
    }

    @Override
    public void addTo(AppRouter router) {
        router.get("/app/v1/mandates", AppAccess.CUSTOMER, this::list)
                .post("/app/v1/mandates", AppAccess.CUSTOMER, this::sign)
                .get(ONE, AppAccess.CUSTOMER, this::get)
                .get(ONE + "/payments", AppAccess.CUSTOMER, this::payments)
                .post(ONE + "/end", AppAccess.CUSTOMER, this::end);
    }

    private void list(AppCall call) throws IOException {
        JsonBytes json = new JsonBytes().begin().name("data").beginArray();
        mandates.of(call.customerId()).forEach(mandate -> MandateJson.write(json, mandate));
        call.answer(200, json.endArray().end().toBytes());
    }

    private void get(AppCall call) throws IOException {
        call.answer(200, MandateJson.write(own(call)));
    }

    private void payments(AppCall call) throws IOException {
        JsonBytes json = new JsonBytes().begin().name("data").beginArray();
        mandates.payments(own(call).id()).forEach(id -> json.value(PublicId.format(Payment.PREFIX, id)));
        call.answer(200, json.endArray().end().toBytes());
    }

    private Mandate own(AppCall call) {
        return mandates.find(id(call))
                .filter(mandate -> mandate.customerId().equals(call.customerId()))
                .orElseThrow(() -> new Refused(MandateError.MANDATE_NOT_FOUND));
    }

    private void sign(AppCall call) throws IOException {
        IdempotencyId key = IdempotencyId.ofCustomer(call.customerId(), call.readIdempotencyKey());
        JsonBody body = call.json();
        UUID provider = body.id("provider", Provider.PREFIX);
        MandateTerms terms = terms(body);
        char[] digits = body.pin("pin");
        body.end();
        if (providers.find(provider).isEmpty()) {
            throw new FieldRefused(RequestError.NOT_FOUND, "provider", "there is no such provider");
        }
        try (Pin pin = Pin.of(digits)) {
            PayerProof proof = new PayerProof.PinProof(call.customerId(), pin, MoneyAnswers.place(call));
            MoneyAnswers.answer(
                    call,
                    sign.execute(
                            new SignMandate.Command(key, provider, terms, proof),
                            MoneyAnswers.of(call, MandateJson::write)));
        }
    }

    private static MandateTerms terms(JsonBody body) {
        String title = body.text("title", 1, 64);
        Currency currency = body.currency("currency");
        long cap = body.amount("per_payment_cap_minor");
        MandatePeriod period = body.choice("period", MandatePeriod.class, MandatePeriod.MONTH);
        long periodCap = body.amount("period_cap_minor");
        int count = body.integer("period_count", 1, 1_000, 1);
        long from = time(body, "valid_from");
        long until = time(body, "valid_until");
        FundingSource source = source(body);
        boolean first = body.flag("first_needs_proof", false);
        int notice = body.integer("notice_hours", 0, 720, 0);
        return new MandateTerms(title, currency, cap, period, periodCap, count, from, until, source, first, notice);
    }

    private static FundingSource source(JsonBody body) {
        String source = body.text("source", 1, 32);
        return switch (source) {
            case "wallet" -> FundingSource.WALLET;
            case "phone_bill" -> FundingSource.PHONE_BILL;
            case "bank_card" -> new FundingSource.BankCard(body.id("source_id", FundingSource.BankCard.PREFIX));
            case "prepaid_card" ->
                new FundingSource.PrepaidCard(body.id("source_id", FundingSource.PrepaidCard.PREFIX));
            default ->
                throw new FieldRefused(
                        RequestError.INVALID_REQUEST,
                        "source",
                        "source must be wallet, bank_card, prepaid_card or phone_bill");
        };
    }

    private static long time(JsonBody body, String name) {
        try {
            return ChronoUnit.MICROS.between(
                    Instant.EPOCH, OffsetDateTime.parse(body.text(name, 1, 40)).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new FieldRefused(
                    RequestError.INVALID_REQUEST, name, name + " must be a time like 2026-01-31T08:00:00Z");
        }
    }

    private void end(AppCall call) throws IOException {
        IdempotencyId key = IdempotencyId.ofCustomer(call.customerId(), call.readIdempotencyKey());
        call.noFields();
        MoneyAnswers.answer(
                call,
                end.execute(
                        new EndMandate.Command(key, id(call), new Party.Customer(call.customerId())),
                        MoneyAnswers.of(call, MandateJson::write)));
    }

    private static UUID id(AppCall call) {
        return Query.pathId(Mandate.PREFIX, call.path("id"));
    }
}
