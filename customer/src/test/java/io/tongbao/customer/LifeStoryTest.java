package io.tongbao.customer;

import static io.tongbao.customer.CustomerStage.applied;
import static io.tongbao.customer.CustomerStage.attempt;
import static io.tongbao.customer.IdentityStoryTest.refusedBy;
import static io.tongbao.customer.RegistrationStoryTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.credential.Subject;
import io.tongbao.customer.challenge.Challenge;
import io.tongbao.customer.challenge.Purpose;
import io.tongbao.customer.identity.IdentityDocument;
import io.tongbao.customer.identity.IdentityDocument.ResidentCard;
import io.tongbao.customer.identity.IdentityFile;
import io.tongbao.customer.identity.ResidentIds;
import io.tongbao.customer.life.BindDevice;
import io.tongbao.customer.life.CloseAccount;
import io.tongbao.customer.life.DataStatement;
import io.tongbao.customer.life.Erase;
import io.tongbao.customer.life.Hold;
import io.tongbao.customer.life.Hold.Authority;
import io.tongbao.customer.life.Holds;
import io.tongbao.customer.life.Numbers;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.customer.notice.Notices;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Riders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the first change of PIN to erasure. */
class LifeStoryTest {

    private static final byte[] DEVICE_KEY =
            HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    private final CustomerStage stage = new CustomerStage();
    private final Holds holds = new Holds(stage.desk);
    private final PinChange pins = new PinChange(stage.desk, stage.guards, stage.keyring);
    private final CloseAccount close = new CloseAccount(stage.desk);
    private final Numbers numbers = new Numbers(stage.desk, stage.codes);
    private final String identityNumber = ResidentIds.of(1).number();
    private final Customer li = stage.verified("李雷", card(1), 3);

    @AfterEach
    void stop() {
        stage.close();
    }

    private static IdentityDocument card(int n) {
        return new ResidentCard(ResidentIds.of(n), null);
    }

    private Hold place(Authority authority, @Nullable Long amount) {
        return holds.place(
                new Holds.PlaceCommand(stage.ids.next(), li.id(), authority, amount, "case 2026-17", "somebody"));
    }

    private Decision pin(String digits) {
        return stage.ledger.post(
                new Posting(1, List.of(), List.of(stage.guards.pin(li.id(), Pin.of(digits))), Riders.NONE));
    }

    private String lastText() {
        return stage.textsTo(stage.now(li).msisdn()).getLast();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void thePinIsChangedResetAndUnlocked(Language language) {
        stage.jdbc
                .sql("UPDATE customer.customer SET language = ?")
                .param(language.tag())
                .update();
        stage.fund(li, 1_000_000);
        refused(() -> pins.change(li.id(), Pin.of("999999"), Pin.of("563972"), null), CustomerError.PIN_WRONG);
        refused(() -> pins.change(li.id(), Pin.of(CustomerStage.PIN), Pin.of("123456"), null), CustomerError.PIN_RUN);
        refused(
                () -> pins.change(li.id(), Pin.of(CustomerStage.PIN), Pin.of(identityNumber.substring(10, 16)), null),
                CustomerError.PIN_IDENTITY_NUMBER);
        pins.change(li.id(), Pin.of(CustomerStage.PIN), Pin.of("563972"), null);
        assertThat(lastText()).contains(language.choose("支付密码已修改", "PIN was changed"));
        refusedBy(pin(CustomerStage.PIN), CustomerError.PIN_WRONG);
        applied(pin("563972"));
        // Limits are low for a day.
        applied(stage.spend(li, 50_000));
        refusedBy(stage.spend(li, 1), CustomerError.COOL_OFF_LIMIT);
        stage.clock.advance(Duration.ofHours(25));
        applied(stage.spend(li, 50_001));

        for (int i = 0; i < 5; i++) {
            refusedBy(pin("111222"), CustomerError.PIN_WRONG);
        }
        refusedBy(pin("563972"), CustomerError.PIN_LOCKED);
        Challenge half = stage.challenges.open(li.id(), Purpose.PIN_UNLOCK);
        refused(() -> stage.prove.byPin(half.id(), li.id(), Pin.of("563972"), null), CustomerError.FACTOR_NOT_ACCEPTED);
        stage.prove.byIdentityNumber(half.id(), li.id(), identityNumber, attempt(li));
        refused(() -> pins.unlock(li.id(), half.id()), CustomerError.CHALLENGE_OPEN);
        for (int i = 0; i < 5; i++) {
            pin("111222");
        }
        UUID unlock = stage.satisfied(li, Purpose.PIN_UNLOCK, identityNumber);
        pins.unlock(li.id(), unlock);
        refused(() -> pins.unlock(li.id(), unlock), CustomerError.CHALLENGE_USED);
        applied(pin("563972"));

        UUID reset = stage.satisfied(li, Purpose.PIN_RESET, identityNumber);
        refused(() -> pins.unlock(li.id(), reset), CustomerError.CHALLENGE_MISMATCH);
        pins.reset(li.id(), reset, Pin.of("804617"));
        applied(pin("804617"));
        assertThat(lastText()).contains(language.choose("已重置", "was reset"));
    }

    @Test
    void eachFreezeIsLiftedByWhoeverPlacedIt() {
        stage.fund(li, 10_000);
        Hold own = place(Authority.CUSTOMER, null);
        Hold staff = place(Authority.STAFF, null);
        refusedBy(stage.spend(li, 1), CustomerError.CUSTOMER_FROZEN);
        stage.fund(li, 500);
        refused(() -> holds.lift(staff.id(), Authority.COURT, "court"), CustomerError.HOLD_NOT_YOURS);
        assertThat(lastText()).contains("冻结");
        holds.lift(staff.id(), Authority.STAFF, "alice");
        refusedBy(stage.spend(li, 1), CustomerError.CUSTOMER_FROZEN);
        refused(
                () -> holds.liftOwn(
                        own.id(),
                        li.id(),
                        stage.challenges.open(li.id(), Purpose.UNFREEZE).id()),
                CustomerError.CHALLENGE_OPEN);
        holds.liftOwn(own.id(), li.id(), stage.satisfied(li, Purpose.UNFREEZE, CustomerStage.PIN));
        applied(stage.spend(li, 1));
        assertThat(holds.of(li.id())).allMatch(hold -> hold.liftedAt() != null);
    }

    @Test
    void staffWhoThawLiftNobodyElsesFreeze() {
        stage.fund(li, 10_000);
        FreezeCustomer staff = new FreezeCustomer(stage.database.dataSource(), stage.customers);
        staff.freeze(li.id());
        staff.freeze(li.id());
        assertThat(holds.of(li.id())).extracting(Hold::authority).containsExactly(Authority.STAFF);
        Hold court = place(Authority.COURT, null);
        refused(() -> staff.unfreeze(li.id()), CustomerError.HOLD_PREVENTS);
        refusedBy(stage.spend(li, 1), CustomerError.CUSTOMER_FROZEN);
        holds.lift(court.id(), Authority.COURT, "court");
        applied(stage.spend(li, 1));
        assertThat(staff.freeze(li.id()).status()).isEqualTo(CustomerStatus.FROZEN);
        assertThat(staff.unfreeze(li.id()).status()).isEqualTo(CustomerStatus.ACTIVE);
    }

    @Test
    void aCourtFreezesAnAmountAndTheRestIsPaid() {
        stage.fund(li, 10_000);
        Hold court = place(Authority.COURT, 7_000L);
        assertThat(court.heldMinor()).isEqualTo(7_000);
        assertThat(lastText()).contains("70.00");
        assertThat(stage.available(li)).isEqualTo(3_000);
        assertThat(stage.spend(li, 3_001)).isInstanceOf(Decision.RefusedByLedger.class);
        applied(stage.spend(li, 3_000));
        Hold more = place(Authority.COURT, 500L);
        assertThat(more.heldMinor()).isZero();
        holds.lift(court.id(), Authority.COURT, "court");
        holds.lift(more.id(), Authority.COURT, "court");
        assertThat(stage.available(li)).isEqualTo(7_000);
        // More than there is: what is there.
        Hold all = place(Authority.COURT, 1_000_000L);
        assertThat(all.heldMinor()).isEqualTo(7_000);
        assertThat(holds.place(new Holds.PlaceCommand(all.id(), li.id(), Authority.COURT, 1_000_000L, "case", "court"))
                        .heldMinor())
                .isEqualTo(7_000);
        assertThat(stage.available(li)).isZero();
    }

    @Test
    void afterAFreezeNothingIsPaid() throws InterruptedException, ExecutionException {
        stage.fund(li, 1_000_000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Decision>> racing = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                if (i == 30) {
                    place(Authority.STAFF, null);
                    long left = stage.available(li);
                    for (int k = 0; k < 10; k++) {
                        refusedBy(stage.spend(li, 1), CustomerError.CUSTOMER_FROZEN);
                    }
                    // At most what was under way when the freeze was committed.
                    assertThat(left - stage.available(li)).isBetween(0L, 30L);
                }
                racing.add(threads.submit(() -> stage.spend(li, 1)));
            }
            long paid = 0;
            for (int i = 0; i < 60; i++) {
                Decision decision = racing.get(i).get();
                paid += decision instanceof Decision.Applied ? 1 : 0;
                if (i >= 30) {
                    refusedBy(decision, CustomerError.CUSTOMER_FROZEN);
                }
            }
            assertThat(stage.available(li)).isEqualTo(1_000_000 - paid);
        }
    }

    @Test
    void anAccountIsClosedEmptyAndErasedAsFarAsTheLawLets() {
        stage.fund(li, 10_000);
        UUID early = stage.satisfied(li, Purpose.CLOSE_ACCOUNT, CustomerStage.PIN);
        refused(() -> close.execute(li.id(), early), CustomerError.BALANCE_NOT_ZERO);
        applied(stage.spend(li, 10_000));
        refused(() -> new Erase(stage.desk).execute(li.id()), CustomerError.ACCOUNT_NOT_CLOSED);
        assertThat(close.execute(li.id(), early).status()).isEqualTo(CustomerStatus.CLOSED);
        assertThat(close.execute(li.id(), early).status()).isEqualTo(CustomerStatus.CLOSED);
        assertThat(lastText()).contains("已注销");
        Msisdn number = li.msisdn();
        Erase erase = new Erase(stage.desk);
        Erase.Remainder left = erase.execute(li.id());
        assertThat(left.identityUntil()).isAfter(stage.clock.instant().plus(Duration.ofDays(3650)));
        assertThat(stage.customers.byMsisdn(number)).isEmpty();
        assertThat(stage.now(li).name()).isEqualTo("-");
        String dump = stage.jdbc.sql("""
                        SELECT (SELECT string_agg(c::text, ' ') FROM customer.customer c)
                            || (SELECT string_agg(n::text, ' ') FROM customer.notice n)""").query(String.class).single();
        assertThat(dump).doesNotContain(number.e164(), "李雷");
        assertThat(IdentityFile.find(stage.desk, li.id())).isPresent();
        assertThat(erase.wipeExpired(10)).isZero();
        stage.clock.advance(Duration.ofDays(3654));
        assertThat(erase.wipeExpired(10)).isEqualTo(1);
        assertThat(IdentityFile.find(stage.desk, li.id())).isEmpty();
        // The number is free for its next holder.
        stage.customer("韩梅梅", number, Language.ZH);
    }

    @Test
    void aPaymentRacingTheCloseIsMadeBeforeOrRefused() throws InterruptedException, ExecutionException {
        for (int round = 0; round < 5; round++) {
            Customer one = stage.customer("李雷");
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<?> funding = threads.submit(() -> {
                    try {
                        stage.fund(one, 100);
                    } catch (AssertionError refused) {
                        // Came after the close.
                        return;
                    }
                });
                Future<?> closing = threads.submit(() -> {
                    try {
                        close.byStaff(one.id());
                    } catch (Refused e) {
                        assertThat(e.code()).isEqualTo(CustomerError.BALANCE_NOT_ZERO);
                    }
                });
                funding.get();
                closing.get();
            }
            boolean closed = stage.now(one).status() == CustomerStatus.CLOSED;
            assertThat(stage.available(one)).isEqualTo(closed ? 0 : 100);
        }
    }

    @Test
    void numbersChangeHandsAndMoneyDoesNotFollow() {
        Msisdn old = li.msisdn();
        Msisdn fresh = stage.number();
        assertThat(stage.customers.facts(old)).isPresent();
        UUID challenge = stage.satisfied(li, Purpose.NUMBER_CHANGE, CustomerStage.PIN);
        UUID code = numbers.startChange(li.id(), fresh, attempt(fresh.e164()));
        numbers.finishChange(li.id(), fresh, challenge, code, stage.code(fresh), attempt(li));
        assertThat(stage.now(li).msisdn()).isEqualTo(fresh);
        assertThat(stage.textsTo(old).getLast()).contains("手机号已变更");
        assertThat(stage.textsTo(fresh).getLast()).contains("手机号已变更");
        assertThat(stage.customers.facts(old)).isEmpty();
        // A node that still has the old number in its cache.
        Decision decision =
                stage.ledger.post(new Posting(2, List.of(), List.of(stage.guards.payee(li.id(), old)), Riders.NONE));
        assertThat(decision).isInstanceOfSatisfying(Decision.Rejected.class, r -> assertThat(r.code())
                .isEqualTo(CustomerError.CUSTOMER_FACTS_CHANGED));
        // Taken by somebody: no code is sent, and the answer is the same.
        Customer han = stage.customer("韩梅梅");
        int before = stage.textsTo(han.msisdn()).size();
        assertThat(numbers.startChange(
                        li.id(), han.msisdn(), attempt(han.msisdn().e164())))
                .isNotNull();
        assertThat(stage.textsTo(han.msisdn())).hasSize(before);

        stage.clock.advance(Duration.ofDays(2));
        stage.fund(li, 100_000);
        numbers.simChanged(fresh);
        refusedBy(stage.spend(li, 50_001), CustomerError.COOL_OFF_LIMIT);
        assertThat(stage.textsTo(fresh).getLast()).contains("SIM");
        assertThat(numbers.recycled(fresh).orElseThrow().status()).isEqualTo(CustomerStatus.DORMANT);
        assertThat(numbers.recycled(fresh)).isEmpty();
        Customer stranger = stage.customer("Stranger", fresh, Language.EN);
        assertThat(stage.customers.facts(fresh).orElseThrow().id()).isEqualTo(stranger.id());
        assertThat(stage.available(li)).isEqualTo(100_000);
    }

    @Test
    void aDeviceIsBoundAfterAChallengeAndTheCustomerIsTold() {
        BindDevice bind = new BindDevice(stage.desk, stage.enrolDevice, stage.devices);
        UUID challenge = stage.satisfied(li, Purpose.DEVICE_BINDING, CustomerStage.PIN);
        refused(() -> bind.bind(li.id(), challenge, new byte[32]), CustomerError.INVALID_DEVICE_KEY);
        Device device = bind.bind(li.id(), challenge, DEVICE_KEY);
        refused(() -> bind.bind(li.id(), challenge, DEVICE_KEY), CustomerError.CHALLENGE_USED);
        stage.clock.advance(Duration.ofSeconds(1));
        bind.remove(li.id(), device.id());
        refused(() -> bind.remove(stage.ids.next(), device.id()), CustomerError.DEVICE_NOT_FOUND);
        stage.totp.enrol(Subject.customer(li.id()), "Tongbao", "li");
        assertThat(stage.desk.notices().of(li.id(), 20))
                .extracting(Notices.Notice::kind)
                .filteredOn(kind -> kind.name().startsWith("DEVICE"))
                .containsExactly(NoticeKind.DEVICE_REMOVED, NoticeKind.DEVICE_ADDED);
    }

    @Test
    void aCustomerGetsAllThatIsKept() {
        DataStatement statement = new DataStatement(stage.desk, stage.devices);
        UUID challenge = stage.satisfied(li, Purpose.DATA_STATEMENT, CustomerStage.PIN);
        DataStatement.Statement all = statement.execute(li.id(), challenge);
        assertThat(all.documentNumber()).isEqualTo(identityNumber);
        assertThat(all.legalName()).isEqualTo("李雷");
        assertThat(all.identity().checks()).hasSize(3);
        assertThat(all.toString()).doesNotContain(identityNumber, "李雷");
        assertThat(lastText()).contains("个人资料已导出");
        refused(() -> statement.execute(li.id(), challenge), CustomerError.CHALLENGE_USED);
    }
}
