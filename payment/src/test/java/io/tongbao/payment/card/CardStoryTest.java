package io.tongbao.payment.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.SignUp;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.identity.ClaimIdentity;
import io.tongbao.customer.identity.IdentityDocument;
import io.tongbao.customer.identity.ResidentId;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.kernel.TextMessage;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerError;
import io.tongbao.partner.PartnerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A card from its number to its end, with a bank that is sometimes silent. */
class CardStoryTest {

    private final CardStage stage = new CardStage();

    @AfterEach
    void close() {
        stage.close();
    }

    private static Refused refused(ThrowingCallable call, ErrorCode code) {
        Refused[] seen = new Refused[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(Refused.class, e -> seen[0] = e);
        assertThat(seen[0].code()).isEqualTo(code);
        return seen[0];
    }

    @Test
    void bindByCodeThenPayThenUnbind() {
        Customer li = stage.customer("小李");
        CardNumber number = stage.debitCard(1);
        BindCardCommand command = stage.command(li, number, SignUp.Mode.BANK_CODE);
        BoundCard asked = stage.bind.execute(command);
        assertThat(asked.state()).isEqualTo(CardState.CODE_SENT);
        assertThat(asked.hint()).isEqualTo("9000");
        assertThat(stage.bind.execute(command).id()).isEqualTo(asked.id());
        refused(() -> stage.book.card(li.id(), asked.id()), CardError.CARD_NOT_ACTIVE);
        refused(() -> stage.confirm.execute(li.id(), asked.id(), "000000"), PartnerError.SOURCE_CODE_WRONG);
        BoundCard card = stage.confirm.execute(li.id(), asked.id(), FakeBank.CODE);
        assertThat(card.state()).isEqualTo(CardState.ACTIVE);
        assertThat(card.isDefault()).isTrue();
        assertThat(card.masked()).isEqualTo("6222 **** **** " + number.last());
        assertThat(stage.confirm.execute(li.id(), asked.id(), FakeBank.CODE)).isEqualTo(card);
        assertThat(stage.texts).extracting(TextMessage::text).anyMatch(text -> text.contains(card.masked()));

        assertThat(stage.book.card(li.id(), card.id()).banks()).containsExactly(new PartnerId("icbc"));
        assertThat(stage.book.card(li.id(), card.id()).credit()).isFalse();
        BankInstrument.Agreement agreement = (BankInstrument.Agreement) stage.book.instrument(li.id(), card.id());
        assertThat(stage.bank.agreements).containsEntry(agreement.token(), true);

        BoundCard ended = stage.unbind.execute(li.id(), card.id());
        assertThat(ended.state()).isEqualTo(CardState.ENDED);
        assertThat(stage.bank.agreements).containsEntry(agreement.token(), false);
        refused(() -> stage.book.card(li.id(), card.id()), CardError.CARD_NOT_ACTIVE);
        // What is under way at the bank can still be brought to its end, for a while.
        assertThat(stage.book.instrument(li.id(), card.id())).isEqualTo(agreement);
        stage.clock.advance(Duration.ofDays(91));
        stage.jobs.look(10);
        refused(() -> stage.book.instrument(li.id(), card.id()), CardError.CARD_NOT_ACTIVE);
        // The same card can be bound again, under a new key.
        assertThat(stage.bound(li, number).state()).isEqualTo(CardState.ACTIVE);
    }

    @Test
    void theHolderMustBeTheCustomer() {
        Customer li = stage.customer("小李");
        CardNumber number = stage.debitCard(2);
        BindCardCommand right = stage.command(li, number, SignUp.Mode.BANK_CODE);
        BindCardCommand nobody = new BindCardCommand(
                li.id(), "n", number, null, null, null, null, right.phone(), SignUp.Mode.BANK_CODE, "");
        refused(() -> stage.bind.execute(nobody), CardError.CARD_DETAILS_MISSING);
        BindCardCommand other = new BindCardCommand(
                li.id(), "o", number, null, null, "韩梅梅", CardStage.ID, right.phone(), SignUp.Mode.BANK_CODE, "");
        refused(() -> stage.bind.execute(other), PartnerError.SOURCE_DETAILS_DO_NOT_MATCH);

        Customer verified = stage.customer("李雷");
        new ClaimIdentity(stage.customerDesk)
                .execute(new ClaimIdentity.Command(
                        verified.id(),
                        "李雷",
                        new IdentityDocument.ResidentCard(
                                new ResidentId(CardStage.ID), LocalDate.parse("2040-01-01"))));
        stage.customerDesk
                .jdbc()
                .sql("UPDATE customer.identity SET verified_at = now() WHERE customer_id = ?")
                .param(verified.id())
                .update();
        BindCardCommand stranger = new BindCardCommand(
                verified.id(), "s", number, null, null, "韩梅梅", null, right.phone(), SignUp.Mode.BANK_CODE, "");
        refused(() -> stage.bind.execute(stranger), CardError.CARD_HOLDER_MISMATCH);
        BindCardCommand own = new BindCardCommand(
                verified.id(), "v", number, null, null, null, null, right.phone(), SignUp.Mode.BANK_CODE, "");
        assertThat(stage.bind.execute(own).state()).isEqualTo(CardState.CODE_SENT);
    }

    @Test
    void oneCardBelongsToOneCustomer() {
        Customer li = stage.customer("李");
        Customer han = stage.customer("韩");
        CardNumber number = stage.debitCard(3);
        BoundCard squatted = stage.bind.execute(stage.command(han, number, SignUp.Mode.BANK_CODE));
        stage.bound(li, number);
        // Whoever only began does not keep the holder away, and does not get it afterwards.
        refused(() -> stage.confirm.execute(han.id(), squatted.id(), FakeBank.CODE), CardError.CARD_BOUND_ELSEWHERE);
        assertThat(stage.bank.agreements.values()).containsExactlyInAnyOrder(true, true);
        stage.jobs.look(10);
        assertThat(stage.bank.agreements.values()).containsExactlyInAnyOrder(true, false);
        refused(
                () -> stage.bind.execute(stage.command(han, number, SignUp.Mode.BANK_CODE)),
                CardError.CARD_BOUND_ELSEWHERE);
        refused(
                () -> stage.bind.execute(stage.command(li, number, SignUp.Mode.BANK_CODE)),
                CardError.CARD_ALREADY_BOUND);
        BindCardCommand first = stage.command(li, stage.debitCard(4), SignUp.Mode.BANK_CODE, "same");
        stage.bind.execute(first);
        refused(
                () -> stage.bind.execute(stage.command(li, stage.debitCard(5), SignUp.Mode.BANK_CODE, "same")),
                CardError.CARD_KEY_REUSED);
    }

    @Test
    void triesAreFew() {
        Customer li = stage.customer("李");
        BoundCard card = stage.bind.execute(stage.command(li, stage.debitCard(6), SignUp.Mode.BANK_CODE));
        for (int i = 0; i < 5; i++) {
            refused(() -> stage.confirm.execute(li.id(), card.id(), "111111"), PartnerError.SOURCE_CODE_WRONG);
        }
        refused(() -> stage.confirm.execute(li.id(), card.id(), FakeBank.CODE), CardError.CARD_NOT_WAITING);
        int calls = stage.bank.calls;
        for (int i = 7; i < 11; i++) {
            stage.bind.execute(stage.command(li, stage.debitCard(i), SignUp.Mode.BANK_CODE));
        }
        refused(
                () -> stage.bind.execute(stage.command(li, stage.debitCard(12), SignUp.Mode.BANK_CODE)),
                CardError.CARD_TRIES_USED_UP);
        assertThat(stage.bank.calls).isEqualTo(calls + 4);
    }

    @Test
    void aSilentBankIsAskedAgain() {
        Customer li = stage.customer("李");
        BindCardCommand command = stage.command(li, stage.debitCard(13), SignUp.Mode.BANK_CODE);
        stage.bank.silence.add(Doubt.TIMED_OUT);
        refused(() -> stage.bind.execute(command), RequestError.OUTCOME_UNKNOWN);
        BoundCard card = stage.bind.execute(command);
        assertThat(card.state()).isEqualTo(CardState.CODE_SENT);
        stage.bank.silence.add(Doubt.CONNECTION_LOST);
        refused(() -> stage.confirm.execute(li.id(), card.id(), FakeBank.CODE), RequestError.OUTCOME_UNKNOWN);
        assertThat(stage.confirm.execute(li.id(), card.id(), FakeBank.CODE).state())
                .isEqualTo(CardState.ACTIVE);

        stage.bank.silence.add(Doubt.TIMED_OUT);
        stage.bank.silence.add(Doubt.TIMED_OUT);
        assertThat(stage.unbind.execute(li.id(), card.id()).state()).isEqualTo(CardState.ENDING);
        assertThat(stage.book.list(li.id())).isEmpty();
        stage.clock.advance(Duration.ofMinutes(2));
        stage.jobs.look(10);
        assertThat(stage.bank.agreements).containsValue(true);
        stage.clock.advance(Duration.ofMinutes(5));
        stage.jobs.look(10);
        assertThat(stage.bank.agreements).doesNotContainValue(true);
        assertThat(stage.book.get(li.id(), card.id()).state()).isEqualTo(CardState.ENDED);
    }

    @Test
    void theOtherWaysOfSigningUp() {
        Customer li = stage.customer("Li");
        for (SignUp.Mode mode : List.of(SignUp.Mode.NET_BANK, SignUp.Mode.BANK_COUNTER, SignUp.Mode.PHONE_BANK)) {
            stage.bank.customerWentThere = false;
            BoundCard card = stage.bind.execute(stage.command(li, stage.debitCard(20 + CardTable.number(mode)), mode));
            assertThat(card.state()).isEqualTo(CardState.CONTINUES_AT_BANK);
            assertThat(card.hint()).isNotEmpty();
            stage.clock.advance(Duration.ofMinutes(6));
            stage.jobs.look(10);
            assertThat(stage.book.get(li.id(), card.id()).state()).isEqualTo(CardState.CONTINUES_AT_BANK);
            stage.bank.customerWentThere = true;
            if (mode == SignUp.Mode.NET_BANK) {
                stage.jobs.arrived(new PartnerId("abc"), card.id(), new PartnerAnswer.Done(null));
                assertThat(stage.book.get(li.id(), card.id()).state()).isEqualTo(CardState.CONTINUES_AT_BANK);
                stage.jobs.arrived(new PartnerId("icbc"), card.id(), new PartnerAnswer.Done(null));
                stage.jobs.arrived(new PartnerId("icbc"), card.id(), new PartnerAnswer.Done(null));
            } else {
                stage.clock.advance(Duration.ofMinutes(6));
                stage.jobs.look(10);
            }
            assertThat(stage.book.get(li.id(), card.id()).state()).isEqualTo(CardState.ACTIVE);
        }
        stage.bank.customerWentThere = false;
        BoundCard forgotten = stage.bind.execute(stage.command(li, stage.debitCard(30), SignUp.Mode.NET_BANK));
        stage.clock.advance(Duration.ofHours(25));
        stage.jobs.look(10);
        assertThat(stage.book.get(li.id(), forgotten.id()).state()).isEqualTo(CardState.REFUSED);
    }

    @Test
    void orderDefaultAndFreeze() {
        Customer li = stage.customer("李");
        UUID a = stage.bound(li, stage.debitCard(41)).id();
        UUID b = stage.bound(li, stage.debitCard(42)).id();
        UUID c = stage.bound(li, stage.debitCard(43)).id();
        ArrangeCards arrange = new ArrangeCards(stage.desk);
        assertThat(stage.book.list(li.id())).extracting(BoundCard::id).containsExactly(a, b, c);
        arrange.makeDefault(li.id(), c);
        assertThat(stage.book.list(li.id())).extracting(BoundCard::id).containsExactly(c, a, b);
        arrange.execute(li.id(), List.of(b, a, c));
        assertThat(stage.book.defaultCard(li.id()).orElseThrow().id()).isEqualTo(b);
        refused(() -> arrange.execute(li.id(), List.of(b, a)), CardError.CARD_ORDER_INVALID);
        refused(() -> arrange.execute(li.id(), List.of(b, b, a)), CardError.CARD_ORDER_INVALID);
        stage.unbind.execute(li.id(), b);
        assertThat(stage.book.list(li.id())).extracting(BoundCard::position).containsExactly(1, 2);
        assertThat(stage.book.defaultCard(li.id()).orElseThrow().id()).isEqualTo(a);
        stage.freeze.freeze(li.id());
        refused(() -> stage.book.card(li.id(), a), CustomerError.CUSTOMER_FROZEN);
        refused(
                () -> stage.bind.execute(stage.command(li, stage.debitCard(44), SignUp.Mode.BANK_CODE)),
                CustomerError.CUSTOMER_FROZEN);
        assertThat(new FreezeCards(stage.desk).execute(li.id(), true)).isZero();
        stage.freeze.unfreeze(li.id());
        assertThat(stage.book.card(li.id(), a).masked()).startsWith("6222 **** **** ");
        refused(() -> stage.book.card(stage.customer("韩").id(), a), CardError.CARD_NOT_FOUND);
    }

    @Test
    void whoseCardExpiresIsToldOnce() {
        stage.clock.set(Instant.parse("2026-05-01T02:00:00Z"));
        Customer li = stage.customer("李");
        CardNumber number = stage.creditCard(1, "2606");
        BoundCard asked = stage.bind.execute(stage.credit(li, number, "2606", "123"));
        BoundCard card = stage.confirm.execute(li.id(), asked.id(), FakeBank.CODE);
        assertThat(card.kind()).isEqualTo(CardKind.CREDIT);
        assertThat(stage.book.card(li.id(), card.id()).credit()).isTrue();
        assertThat(stage.jobs.warnOfExpiry(10)).isZero();
        stage.clock.set(Instant.parse("2026-06-02T02:00:00Z"));
        assertThat(stage.jobs.warnOfExpiry(10)).isEqualTo(1);
        assertThat(stage.jobs.warnOfExpiry(10)).isZero();
        stage.clock.set(Instant.parse("2026-06-30T15:00:00Z"));
        assertThat(stage.book.card(li.id(), card.id())).isNotNull();
        stage.clock.set(Instant.parse("2026-06-30T16:00:00Z"));
        refused(() -> stage.book.card(li.id(), card.id()), CardError.CARD_EXPIRED);
    }

    @Test
    void nothingSecretIsKeptOrTold() {
        Customer li = stage.customer("小李");
        CardNumber number = stage.creditCard(2, "3012");
        BindCardCommand command = stage.credit(li, number, "3012", "927");
        BoundCard asked = stage.bind.execute(command);
        assertThat(stage.bank.securityCodes).containsExactly("927");
        String begun = stage.dump();
        stage.confirm.execute(li.id(), asked.id(), FakeBank.CODE);
        String bound = stage.dump();
        Refused error = refused(() -> CardNumber.parse("6222 3000 0000 0021"), CardError.CARD_NUMBER_INVALID);
        String told = command + " " + asked + " " + number + " " + error.getMessage() + " " + error.detail();
        for (String secret : List.of(number.digits(), CardStage.ID, "李雷", CardStage.PHONE, "token-" + asked.id())) {
            String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
            assertThat(begun + bound).doesNotContain(secret).doesNotContain(hex);
            assertThat(told.toLowerCase(Locale.ROOT)).doesNotContain(secret.toLowerCase(Locale.ROOT));
        }
        assertThat(begun + bound).doesNotContain(HexFormat.of().formatHex("927".getBytes(StandardCharsets.UTF_8)));
        assertThat(told).doesNotContain("622230000000002");
    }
}
