package io.tongbao.web.money.own;

import io.tongbao.bank.BankInstruction.Speed;
import io.tongbao.customer.Pin;
import io.tongbao.edge.JsonBody;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.merchant.http.FundingFields;
import io.tongbao.payment.AnswerRenderer;
import io.tongbao.payment.CardMoneyCommand;
import io.tongbao.payment.ExchangePoints;
import io.tongbao.payment.IdempotencyId;
import io.tongbao.payment.Outcome;
import io.tongbao.payment.PayerProof;
import io.tongbao.payment.Payment;
import io.tongbao.payment.PaymentJson;
import io.tongbao.payment.PhoneMoneyCommand;
import io.tongbao.payment.RepayCard;
import io.tongbao.payment.TopUpPhone;
import io.tongbao.payment.TopUpWallet;
import io.tongbao.payment.WithdrawToCard;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.state.PaymentState;
import io.tongbao.web.money.MoneyAnswers;
import io.tongbao.web.signin.AppAccess;
import io.tongbao.web.signin.AppCall;
import io.tongbao.web.signin.AppRouter;
import io.tongbao.web.signin.AppRoutes;
import java.io.IOException;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Cards fill the wallet and are paid from it, phones are topped up, points become money: each by the payment PIN, each answered
 * {@code processing} (202) until the partner has spoken.
 */
public final class OwnMoneyRoutes implements AppRoutes {

    private static final long MOST_POINTS = 1_000_000_000L;

    private final TopUpWallet topUp;
    private final WithdrawToCard withdraw;
    private final RepayCard repay;
    private final TopUpPhone topUpPhone;
    private final ExchangePoints exchange;

    public OwnMoneyRoutes(
            TopUpWallet topUp,
            WithdrawToCard withdraw,
            RepayCard repay,
            TopUpPhone topUpPhone,
            ExchangePoints exchange) {
        this.topUp = topUp;
        this.withdraw = withdraw;
        this.repay = repay;
        this.topUpPhone = topUpPhone;
        this.exchange = exchange;
    }

    @Override
    public void addTo(AppRouter router) {
        router.post("/app/v1/top-ups", AppAccess.CUSTOMER, call -> card(call, topUp::execute))
                .post("/app/v1/withdrawals", AppAccess.CUSTOMER, call -> card(call, withdraw::execute))
                .post("/app/v1/card-repayments", AppAccess.CUSTOMER, call -> card(call, repay::execute))
                .post("/app/v1/phone-top-ups", AppAccess.CUSTOMER, call -> phone(call, topUpPhone::execute))
                .post("/app/v1/points-exchanges", AppAccess.CUSTOMER, call -> points(call, exchange::execute));
    }

    private interface CardMoney extends BiFunction<CardMoneyCommand, AnswerRenderer<Payment>, Outcome<Payment>> {}

    private interface PhoneMoney extends BiFunction<PhoneMoneyCommand, AnswerRenderer<Payment>, Outcome<Payment>> {}

    private static void card(AppCall call, CardMoney move) throws IOException {
        IdempotencyId key = IdempotencyId.ofCustomer(call.customerId(), call.readIdempotencyKey());
        JsonBody body = call.json();
        UUID card = body.id("card", FundingSource.BankCard.PREFIX);
        Money amount = Money.of(body.amount("amount_minor"), body.currency("currency"));
        Speed speed = body.choice("speed", Speed.class, Speed.INSTANT);
        String bankCode = FundingFields.bankCode(body);
        char[] digits = body.pin("pin");
        body.end();
        try (Pin pin = Pin.of(digits)) {
            MoneyAnswers.answer(
                    call,
                    move.apply(
                            new CardMoneyCommand(key, proof(call, pin), card, amount, speed, bankCode),
                            renderer(call)));
        }
    }

    private static void phone(AppCall call, PhoneMoney move) throws IOException {
        IdempotencyId key = IdempotencyId.ofCustomer(call.customerId(), call.readIdempotencyKey());
        JsonBody body = call.json();
        Msisdn number = body.optionalMsisdn("msisdn");
        phone(call, move, key, body, number, 0);
    }

    private static void points(AppCall call, PhoneMoney move) throws IOException {
        IdempotencyId key = IdempotencyId.ofCustomer(call.customerId(), call.readIdempotencyKey());
        JsonBody body = call.json();
        long points = body.integer("points", 1, MOST_POINTS);
        phone(call, move, key, body, null, points);
    }

    private static void phone(
            AppCall call, PhoneMoney move, IdempotencyId key, JsonBody body, @Nullable Msisdn number, long points)
            throws IOException {
        Money amount = Money.of(body.amount("amount_minor"), body.currency("currency"));
        char[] digits = body.pin("pin");
        body.end();
        try (Pin pin = Pin.of(digits)) {
            MoneyAnswers.answer(
                    call,
                    move.apply(new PhoneMoneyCommand(key, proof(call, pin), number, amount, points), renderer(call)));
        }
    }

    private static PayerProof proof(AppCall call, Pin pin) {
        return new PayerProof.PinProof(call.customerId(), pin, MoneyAnswers.place(call));
    }

    private static MoneyAnswers<Payment> renderer(AppCall call) {
        return MoneyAnswers.of(
                call, PaymentJson::write, payment -> payment.state() == PaymentState.PROCESSING ? 202 : 200);
    }
}
