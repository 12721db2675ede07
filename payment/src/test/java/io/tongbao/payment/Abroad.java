package io.tongbao.payment;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Pin;
import io.tongbao.kernel.Currency;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.guard.PartnerGate;
import io.tongbao.payment.funding.CardAccess;
import io.tongbao.payment.funding.FundingCard;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.PartnerBook;
import io.tongbao.payment.funding.PartnerSwitches;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The stage with two banks and a carrier around it; the process among them can die and come back. */
final class Abroad implements AutoCloseable {

    final Stage stage = new Stage();
    final ScriptedBooks bank = new ScriptedBooks("icbc");
    final ScriptedBooks otherBank = new ScriptedBooks("ccb");
    final ScriptedBooks carrier = new ScriptedBooks("cmcc");
    final PartnerSwitches switches = new PartnerSwitches(stage.jdbc, stage.clock);
    final Map<UUID, FundingCard> cards = new HashMap<>();
    private final AtomicBoolean dead = new AtomicBoolean();
    PaymentDesk desk = reborn();

    /** The process begins again: nothing but the database, and the partners, remember. */
    PaymentDesk reborn() {
        dead.set(false);
        PartnerGate gate = new PartnerGate(stage.clock, switches, partner -> new OnTheSpot());
        PartnerBook book = new PartnerBook(gate);
        book.add(new ScriptedBank(bank));
        book.add(new ScriptedBank(otherBank));
        book.add(new ScriptedCarrier(carrier));
        for (ScriptedBooks books : all()) {
            books.crash = () -> dead.set(true);
        }
        desk = new PaymentDesk(
                new MortalLedger(stage.ledger, dead),
                stage.database.dataSource(),
                stage.clock,
                stage.ids,
                stage.customers,
                new CustomerGuards(stage.keyring),
                stage.signal,
                PolicyPack.DEFAULT,
                new PaymentPartners(
                        stage.database.dataSource(),
                        book,
                        cardAccess(),
                        PaymentPartners.noPrepaid(),
                        Duration.ofMinutes(10)));
        return desk;
    }

    boolean isDead() {
        return dead.get();
    }

    List<ScriptedBooks> all() {
        return List.of(bank, otherBank, carrier);
    }

    private CardAccess cardAccess() {
        return new CardAccess() {
            @Override
            public FundingCard card(UUID customerId, UUID cardId) {
                FundingCard card = cards.get(cardId);
                if (card == null) {
                    throw new IllegalArgumentException("no such card");
                }
                return card;
            }

            @Override
            public BankInstrument instrument(UUID customerId, UUID cardId) {
                return new BankInstrument.Agreement("token-" + cardId);
            }
        };
    }

    FundingSource.BankCard card(String... banks) {
        return card(false, banks);
    }

    FundingSource.BankCard card(boolean credit, String... banks) {
        UUID id = stage.ids.next();
        cards.put(
                id,
                new FundingCard(
                        id, List.of(banks).stream().map(PartnerId::new).toList(), "6222 **** **** 1234", credit));
        return new FundingSource.BankCard(id);
    }

    Outcome<Payment> confirm(Payment payment, Customer customer, FundingSource source) {
        return new ConfirmPayment(desk)
                .execute(
                        new ConfirmCommand(
                                stage.key(),
                                new PaymentTarget.ById(payment.id()),
                                new PayerProof.PinProof(customer.id(), Pin.of(Stage.PIN)),
                                null,
                                source,
                                null),
                        PlainAnswers.PAYMENT);
    }

    CardMoneyCommand cardMoney(Customer customer, FundingSource.BankCard card, long minor) {
        return new CardMoneyCommand(
                stage.key(), stage.pin(customer), card.cardId(), Stage.cny(minor), BankInstruction.Speed.INSTANT, null);
    }

    Outcome<Refund> refund(Payment payment, long minor) {
        stage.clock.advance(Duration.ofMillis(1));
        return new RefundPayment(desk)
                .execute(
                        new RefundCommand(stage.key(), payment.id(), stage.shop, stage.reference(), minor, "returned"),
                        PlainAnswers.REFUND);
    }

    Outcome<Payment> cancel(Payment payment) {
        return new CancelPayment(desk)
                .execute(
                        new CancelCommand(stage.key(), payment.id(), new Party.Provider(stage.shop)),
                        PlainAnswers.PAYMENT);
    }

    Outcome<Payment> capture(Payment payment, long minor) {
        return new CapturePayment(desk)
                .execute(new CaptureCommand(stage.key(), payment.id(), stage.shop, minor), PlainAnswers.PAYMENT);
    }

    Payment now(Payment payment) {
        return stage.now(payment);
    }

    Refund now(Refund refund) {
        return stage.queries.refund(Party.PLATFORM, refund.id()).orElseThrow();
    }

    Leg leg(Payment payment) {
        return desk.partners().legs().paying(payment.id()).orElseThrow();
    }

    /** The clock goes on, and the job looks once. */
    void resolve(Duration later) {
        stage.clock.advance(later);
        new ResolveLegs(desk).step(1_000);
    }

    /** Requests that were still on their way arrive now. */
    void arriveLate() {
        for (ScriptedBooks books : all()) {
            while (!books.travelling.isEmpty()) {
                books.travelling.poll().run();
            }
        }
    }

    /** Answers that were still on their way arrive now. */
    void answerLate() {
        LateAnswerDesk late = new LateAnswerDesk(desk);
        for (ScriptedBooks books : all()) {
            while (!books.answers.isEmpty()) {
                ScriptedBooks.Late answer = books.answers.poll();
                late.arrived(answer.partner(), answer.id(), answer.answer());
            }
        }
    }

    /** Everything behaves from now on, and time passes until nothing is open. */
    void settleDown() {
        all().forEach(books -> books.next.clear());
        reborn();
        arriveLate();
        answerLate();
        for (int i = 0; i < 40 && openLegs() > 0; i++) {
            resolve(Duration.ofMinutes(16));
        }
    }

    long openLegs() {
        return stage.jdbc
                .sql("SELECT count(*) FROM payment.leg WHERE state <= 4")
                .query(Long.class)
                .single();
    }

    long clearing(ScriptedBooks books) {
        return -balance(desk.partners().house().clearing(books.id, Currency.CNY));
    }

    long suspense() {
        var account = stage.ledger
                .account(desk.partners().house().suspense(Currency.CNY))
                .orElseThrow();
        return Math.abs(account.balance()) + account.debitsPending() + account.creditsPending();
    }

    long balance(long accountId) {
        return stage.ledger.account(accountId).orElseThrow().balance();
    }

    /** What is wrong between our books and the partners'; null when nothing is. */
    @Nullable
    String mismatch() {
        if (openLegs() > 0) {
            return openLegs() + " unresolved";
        }
        if (suspense() != 0) {
            return "suspense does not net to zero";
        }
        for (ScriptedBooks books : all()) {
            if (clearing(books) != books.net()) {
                return books.id + ": our clearing " + clearing(books) + ", its books " + books.net();
            }
        }
        long wrong = stage
                .jdbc
                .sql("SELECT id, state, partner FROM payment.leg")
                .query((row, n) -> {
                    UUID id = row.getObject(1, UUID.class);
                    boolean done = row.getInt(2) == 5;
                    String partner = row.getString(3);
                    return all().stream()
                                    .filter(books -> books.id.value().equals(partner))
                                    .anyMatch(books -> books.stands(id))
                            != done;
                })
                .list()
                .stream()
                .filter(differs -> differs)
                .count();
        return wrong == 0 ? null : wrong + " legs differ from the partners' books";
    }

    @Override
    public void close() {
        stage.close();
    }
}
