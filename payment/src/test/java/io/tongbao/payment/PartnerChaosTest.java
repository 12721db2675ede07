package io.tongbao.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.customer.Customer;
import io.tongbao.kernel.Refused;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.state.PaymentState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Payments over partners that time out, answer twice, late or never, while our process dies now and then: in the end nothing is open, our
 * books are the partners' books, and everybody was charged once or not at all. A resolver that guesses, or a partner that forgets, shows.
 */
class PartnerChaosTest {

    private static final Mischief[] TROUBLE = {
        Mischief.DECLINE,
        Mischief.TIMEOUT_BEFORE,
        Mischief.TIMEOUT_AFTER,
        Mischief.TWICE,
        Mischief.LATE,
        Mischief.DROP_BEFORE,
        Mischief.DROP_AFTER,
        Mischief.WRONG_SEAL
    };

    private final Abroad abroad = new Abroad();
    private final Stage stage = abroad.stage;
    private final Customer payer = stage.customer("韩梅梅", 1_000_000);
    private final FundingSource.BankCard card = abroad.card("icbc", "ccb");
    private final List<Payment> payments = new ArrayList<>();

    @AfterProperty
    void close() {
        abroad.close();
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void whateverHappensTheBooksAgree(@ForAll long seed) {
        assertThat(run(seed, 40)).as("seed " + seed).isNull();
        stage.assertConserved();
    }

    @Test
    void aResolverThatGuessesIsFoundOut() {
        try (Abroad own = abroad) {
            own.all().forEach(books -> books.guesses = true);
            assertThat(firstMismatch()).isNotNull();
        }
    }

    @Test
    void aPartnerThatForgetsIsFoundOut() {
        try (Abroad own = abroad) {
            own.all().forEach(books -> books.forgets = true);
            assertThat(firstMismatch()).isNotNull();
        }
    }

    private @Nullable String firstMismatch() {
        for (long seed = 1; seed <= 12; seed++) {
            String found = run(seed, 40);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable String run(long seed, int steps) {
        SplittableRandom random = new SplittableRandom(seed);
        payments.clear();
        for (int i = 0; i < steps; i++) {
            for (ScriptedBooks books : abroad.all()) {
                if (random.nextInt(3) == 0) {
                    books.next.add(TROUBLE[random.nextInt(TROUBLE.length)]);
                }
            }
            act(random);
            if (abroad.isDead() && random.nextInt(2) == 0) {
                abroad.reborn();
            }
        }
        abroad.settleDown();
        return abroad.mismatch();
    }

    private void act(SplittableRandom random) {
        try {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> pay(random, 0);
                case 3 -> pay(random, 3_600);
                case 4 -> move(random);
                case 5 -> refund(random);
                case 6 -> end(random);
                case 7 -> abroad.arriveLate();
                case 8 -> abroad.answerLate();
                default -> abroad.resolve(Duration.ofSeconds(random.nextInt(1, 700)));
            }
        } catch (Refused dead) {
            // The process is dead, or the payment no longer allows it: both belong to the play.
            assertThat(dead.code()).isNotNull();
        }
    }

    private void pay(SplittableRandom random, int captureSeconds) {
        Payment created = new CreatePayment(abroad.desk)
                .execute(stage.order(random.nextInt(1, 500), 3_600, captureSeconds), PlainAnswers.PAYMENT)
                .required();
        payments.add(created);
        abroad.confirm(created, payer, random.nextInt(3) == 0 ? FundingSource.PHONE_BILL : card);
    }

    private void move(SplittableRandom random) {
        CardMoneyCommand command = abroad.cardMoney(payer, card, random.nextInt(1, 500));
        if (random.nextBoolean()) {
            new TopUpWallet(abroad.desk).execute(command, PlainAnswers.PAYMENT);
        } else {
            new WithdrawToCard(abroad.desk).execute(command, PlainAnswers.PAYMENT);
        }
    }

    private void refund(SplittableRandom random) {
        if (!payments.isEmpty()) {
            abroad.refund(payments.get(random.nextInt(payments.size())), random.nextInt(1, 200));
        }
    }

    private void end(SplittableRandom random) {
        if (!payments.isEmpty()) {
            Payment payment = payments.get(random.nextInt(payments.size()));
            if (abroad.now(payment).state() == PaymentState.AUTHORISED && random.nextBoolean()) {
                abroad.capture(payment, random.nextInt(0, (int) payment.amountMinor() + 1));
            } else {
                abroad.cancel(payment);
            }
        }
    }
}
