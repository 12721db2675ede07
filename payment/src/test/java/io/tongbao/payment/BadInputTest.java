package io.tongbao.payment;

import static io.tongbao.payment.Stage.cny;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.Pin;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wrong requests: each has its own stable code, and nothing at all is changed or recorded. */
class BadInputTest {

    private final Stage stage = new Stage();
    private final Customer li = stage.customer("李雷", 10_000);
    private final Payment paid = stage.paid(li, stage.order(1_000));
    private final Payment open = stage.create(stage.order(1_000));
    private final Agreement agreement = stage.agreement(li, 500, 500);
    private final UUID nobody = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private final Map<String, Wrong> wrongs = new LinkedHashMap<>();

    private interface Request {
        Object send();
    }

    private record Wrong(ErrorCode code, Request request) {}

    @AfterEach
    void stop() {
        stage.close();
    }

    private void wrong(String name, ErrorCode code, Request request) {
        wrongs.put(name, new Wrong(code, request));
    }

    @Test
    void eachHasItsCodeAndChangesNothing() {
        amountsAndTexts();
        windows();
        objects();
        String before = stage.fingerprint();
        SoftAssertions all = new SoftAssertions();
        wrongs.forEach((name, wrong) ->
                all.assertThat(codeOf(wrong.request())).as(name).isEqualTo(wrong.code()));
        all.assertAll();
        assertThat(stage.fingerprint()).isEqualTo(before);
        stage.assertConserved();
    }

    private void amountsAndTexts() {
        wrong("amount 0", RequestError.INVALID_AMOUNT, () -> order(cny(0), "a", "", 900, 0));
        wrong("amount negative", RequestError.INVALID_AMOUNT, () -> order(cny(-1), "a", "", 900, 0));
        wrong(
                "amount above 10^15",
                RequestError.INVALID_AMOUNT,
                () -> order(cny(Money.MAX_PAYMENT_MINOR + 1), "a", "", 900, 0));
        wrong("refund of 0", RequestError.INVALID_AMOUNT, () -> stage.refund(paid, 0));
        wrong("capture negative", RequestError.INVALID_REQUEST, () -> stage.capture(paid, -1));
        wrong("reference empty", RequestError.INVALID_REQUEST, () -> order(cny(1), "", "", 900, 0));
        wrong("reference long", RequestError.INVALID_REQUEST, () -> order(cny(1), "a".repeat(65), "", 900, 0));
        wrong("reference NUL", RequestError.INVALID_REQUEST, () -> order(cny(1), "a\0", "", 900, 0));
        wrong("subject half a character", RequestError.INVALID_REQUEST, () -> order(cny(1), "a", "\ud83d", 900, 0));
        wrong("subject long", RequestError.INVALID_REQUEST, () -> order(cny(1), "a", "x".repeat(129), 900, 0));
        wrong("key empty", RequestError.INVALID_REQUEST, () -> IdempotencyId.ofProvider(stage.shop, ""));
        wrong("key with a space", RequestError.INVALID_REQUEST, () -> IdempotencyId.ofProvider(stage.shop, "a b"));
        wrong("key long", RequestError.INVALID_REQUEST, () -> IdempotencyId.ofProvider(stage.shop, "k".repeat(65)));
        wrong("PIN short", CustomerError.INVALID_PIN, () -> Pin.of("12345"));
        wrong("PIN letters", CustomerError.INVALID_PIN, () -> Pin.of("12345a"));
    }

    private void windows() {
        wrong("validity short", RequestError.INVALID_REQUEST, () -> order(cny(1), "a", "", 59, 0));
        wrong("validity long", RequestError.INVALID_REQUEST, () -> order(cny(1), "a", "", 86_401, 0));
        wrong("cancel window negative", RequestError.INVALID_REQUEST, () -> order(cny(1), "a", "", 900, -1));
        wrong("cancel window long", RequestError.INVALID_REQUEST, () -> order(cny(1), "a", "", 900, 86_401));
        wrong(
                "capture window missing",
                RequestError.INVALID_REQUEST,
                () -> new CreatePaymentCommand(
                        stage.key(),
                        stage.shop,
                        stage.shopAccount,
                        "a",
                        cny(1),
                        "",
                        null,
                        900,
                        0,
                        CaptureMode.MANUAL,
                        0));
        wrong(
                "caps upside down",
                RequestError.INVALID_REQUEST,
                () -> new CreateAgreementCommand(stage.key(), stage.shop, cny(2), cny(1), stage.pin(li)));
        wrong("page of 0", RequestError.INVALID_REQUEST, () -> PaymentFilter.all(0));
        wrong(
                "cursor forged",
                RequestError.INVALID_CURSOR,
                () -> stage.queries.list(Party.PLATFORM, PaymentFilter.all(1).after("cur_x")));
        wrong(
                "device without amount",
                RequestError.INVALID_REQUEST,
                () -> new ConfirmCommand(
                        stage.key(),
                        new PaymentTarget.ById(open.id()),
                        new PayerProof.DeviceProof(li.id(), nobody),
                        null));
    }

    private void objects() {
        wrong("other currency", RequestError.UNSUPPORTED_CURRENCY, () -> new PayByAgreement(stage.desk)
                .execute(
                        new AgreementPaymentCommand(
                                stage.key(),
                                agreement.id(),
                                stage.shop,
                                stage.shopAccount,
                                "a",
                                Money.of(1, Currency.USD),
                                "",
                                0),
                        PlainAnswers.PAYMENT));
        wrong("agreement unknown", PaymentError.AGREEMENT_NOT_FOUND, () -> byAgreement(nobody, stage.shop));
        wrong("agreement of another shop", PaymentError.AGREEMENT_NOT_FOUND, () -> byAgreement(agreement.id(), nobody));
        wrong("payment unknown", PaymentError.PAYMENT_NOT_FOUND, () -> new ConfirmPayment(stage.desk)
                .execute(
                        new ConfirmCommand(stage.key(), new PaymentTarget.ById(nobody), stage.pin(li), null),
                        PlainAnswers.PAYMENT));
        wrong("payment of another shop", PaymentError.PAYMENT_NOT_FOUND, () -> new ConfirmPayment(stage.desk)
                .execute(
                        new ConfirmCommand(
                                stage.key(), new PaymentTarget.OfProvider(nobody, open.id()), stage.pin(li), null),
                        PlainAnswers.PAYMENT));
        wrong("reference unknown", PaymentError.PAYMENT_NOT_FOUND, () -> new ConfirmPayment(stage.desk)
                .execute(
                        new ConfirmCommand(
                                stage.key(), new PaymentTarget.ByReference(stage.shop, "?"), stage.pin(li), null),
                        PlainAnswers.PAYMENT));
        wrong(
                "payer unknown",
                CustomerError.CUSTOMER_NOT_FOUND,
                () -> stage.confirm(open, new PayerProof.PinProof(nobody, Pin.of(Stage.PIN))));
        wrong("device unknown", CustomerError.DEVICE_NOT_FOUND, () -> new ConfirmPayment(stage.desk)
                .execute(
                        new ConfirmCommand(
                                stage.key(),
                                new PaymentTarget.ById(open.id()),
                                new PayerProof.DeviceProof(li.id(), nobody),
                                1_000L),
                        PlainAnswers.PAYMENT));
        wrong("no proof", PaymentError.PROOF_REQUIRED, () -> stage.confirm(open, new PayerProof.NoProof(li.id())));
        wrong("refund of another shop's", PaymentError.PAYMENT_NOT_FOUND, () -> new RefundPayment(stage.desk)
                .execute(new RefundCommand(stage.key(), paid.id(), nobody, "r", 1, ""), PlainAnswers.REFUND));
        wrong("capture of another shop's", PaymentError.PAYMENT_NOT_FOUND, () -> new CapturePayment(stage.desk)
                .execute(new CaptureCommand(stage.key(), paid.id(), nobody, 1), PlainAnswers.PAYMENT));
        wrong("payer is payee", PaymentError.SAME_PAYER_AND_PAYEE, () -> new PayDirectly(stage.desk)
                .execute(
                        new DirectPaymentCommand(
                                stage.key(), stage.shop, li.walletAccountId(), "a", cny(1), "", 0, stage.pin(li)),
                        PlainAnswers.PAYMENT));
    }

    private Object order(Money amount, String reference, String subject, int validity, int cancel) {
        return new CreatePayment(stage.desk)
                .execute(
                        new CreatePaymentCommand(
                                stage.key(),
                                stage.shop,
                                stage.shopAccount,
                                reference,
                                amount,
                                subject,
                                null,
                                validity,
                                cancel,
                                CaptureMode.AUTOMATIC,
                                0),
                        PlainAnswers.PAYMENT);
    }

    private Object byAgreement(UUID agreementId, UUID provider) {
        return new PayByAgreement(stage.desk)
                .execute(
                        new AgreementPaymentCommand(
                                stage.key(), agreementId, provider, stage.shopAccount, "a", cny(1), "", 0),
                        PlainAnswers.PAYMENT);
    }

    private static @Nullable ErrorCode codeOf(Request request) {
        try {
            request.send();
            return null;
        } catch (Refused refused) {
            return refused.code();
        }
    }
}
