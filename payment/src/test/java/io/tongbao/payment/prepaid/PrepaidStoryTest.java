package io.tongbao.payment.prepaid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.credential.CredentialError;
import io.tongbao.customer.Customer;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.payment.PaymentError;
import io.tongbao.payment.prepaid.PrepaidProduct.Expiry;
import io.tongbao.payment.prepaid.PrepaidStage.Printed;
import io.tongbao.testkit.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Prepaid cards from the proposal to the last cent, with their secrets seen by the printer alone. */
class PrepaidStoryTest {

    private final PrepaidStage stage = new PrepaidStage(false);

    @AfterEach
    void conserved() {
        stage.assertConserved();
        stage.close();
    }

    private static void refused(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void fromTheProposalToTheWallet() {
        PrepaidProduct product = stage.product(Expiry.KEEP, true, Set.of());
        IssuePrepaid.Batch batch = stage.batch(product, 10_000, 3);
        refused(() -> stage.approved(stage.batch(product, 7_777, 3)), PrepaidError.PREPAID_FACE_NOT_OFFERED);
        refused(
                () -> new PrintPrepaid(stage.desk).execute(batch.id(), stage.staff),
                PrepaidError.PREPAID_BATCH_NOT_FOUND);
        stage.approved(batch);
        refused(() -> stage.activate.execute(batch.id(), "", "", stage.staff), PrepaidError.PREPAID_BATCH_NOT_PRINTED);
        byte[] file = new PrintPrepaid(stage.desk).execute(batch.id(), stage.staff);
        assertThat(new PrintPrepaid(stage.desk).execute(batch.id(), stage.staff))
                .isEqualTo(file);
        List<Printed> cards = stage.opened(file);
        assertThat(cards).hasSize(3);

        Customer li = stage.customer("李雷");
        refused(() -> stage.claimed(li, cards.getFirst()), PrepaidError.PREPAID_NOT_ACTIVATED);
        String second = cards.get(1).serial();
        assertThat(stage.activate.execute(batch.id(), second, second, stage.staff))
                .isEqualTo(1);
        assertThat(stage.account(ChartOfAccounts.PREPAID_CARD)).isEqualTo(10_000);
        assertThat(stage.activate.execute(batch.id(), "", "", stage.staff)).isEqualTo(2);
        assertThat(stage.activate.execute(batch.id(), "", "", stage.staff)).isZero();
        assertThat(stage.account(ChartOfAccounts.PREPAID_SOLD)).isEqualTo(-30_000);

        UUID card = stage.claimed(li, cards.getFirst());
        assertThat(stage.claimed(li, cards.getFirst())).isEqualTo(card);
        assertThat(stage.load(li, card, 4_000).succeeded()).isTrue();
        assertThat(stage.wallet(li)).isEqualTo(4_000);
        assertThat(stage.book.get(li.id(), card).balanceMinor()).isEqualTo(6_000);
        assertThat(stage.load(li, card, 6_001).refusedWith()).isEqualTo(PaymentError.INSUFFICIENT_FUNDS);
        assertThat(stage.load(li, card, 6_000).succeeded()).isTrue();
        assertThat(stage.book.list(li.id()))
                .extracting(PrepaidBook.Held::balanceMinor)
                .containsExactly(0L);

        Customer han = stage.customer("韩梅梅");
        refused(() -> stage.claimed(han, cards.getFirst()), PrepaidError.PREPAID_HELD_BY_ANOTHER);
        refused(() -> stage.book.get(han.id(), card), PrepaidError.PREPAID_NOT_FOUND);
    }

    @Test
    void aCardForOneProvider() {
        UUID lottery = stage.ids.next();
        PrepaidProduct betting = stage.product(Expiry.KEEP, false, Set.of(lottery));
        Customer li = stage.customer("Li");
        UUID card = stage.claimed(li, stage.sold(betting, 5_000, 1).getFirst());
        assertThat(stage.book.funds(li.id(), card, lottery).guards()).hasSize(1);
        refused(() -> stage.book.funds(li.id(), card, stage.ids.next()), PrepaidError.PREPAID_NOT_FOR_THIS_PROVIDER);
        refused(() -> stage.book.funds(li.id(), card, null), PrepaidError.PREPAID_NOT_FOR_THIS_PROVIDER);
        refused(() -> stage.load(li, card, 1), PrepaidError.PREPAID_LOADS_NO_WALLET);
        refused(() -> stage.product(Expiry.KEEP, true, Set.of(lottery)), PrepaidError.PREPAID_PRODUCT_INVALID);
    }

    @Test
    void lostBlockedAndReplaced() {
        PrepaidProduct product = stage.product(Expiry.KEEP, true, Set.of());
        Customer li = stage.customer("李");
        List<Printed> stock = stage.printed(product, 5_000, 2);
        Printed lost = stage.sold(product, 10_000, 1).getFirst();
        UUID card = stage.claimed(li, lost);
        stage.load(li, card, 2_500);
        BlockPrepaid block = new BlockPrepaid(stage.desk);
        refused(() -> block.byHolder(stage.customer("韩").id(), card), PrepaidError.PREPAID_NOT_FOUND);
        block.byHolder(li.id(), card);
        block.byHolder(li.id(), card);
        assertThat(stage.load(li, card, 1).refusedWith()).isEqualTo(PrepaidError.PREPAID_BLOCKED);
        ReplacePrepaid replace = new ReplacePrepaid(stage.desk);
        Printed other = stage.printed(stage.product(Expiry.KEEP, true, Set.of()), 5_000, 1)
                .getFirst();
        refused(
                () -> replace.execute(lost.serial(), other.serial(), stage.staff),
                PrepaidError.PREPAID_REPLACEMENT_INVALID);
        UUID fresh = replace.execute(lost.serial(), stock.getFirst().serial(), stage.staff);
        assertThat(replace.execute(lost.serial(), stock.getFirst().serial(), stage.staff))
                .isEqualTo(fresh);
        refused(
                () -> replace.execute(lost.serial(), stock.get(1).serial(), stage.staff),
                PrepaidError.PREPAID_REPLACED);
        assertThat(stage.book.get(li.id(), fresh).balanceMinor()).isEqualTo(7_500);
        assertThat(stage.load(li, fresh, 7_500).succeeded()).isTrue();
        assertThat(stage.load(li, card, 1).refusedWith()).isEqualTo(PrepaidError.PREPAID_REPLACED);
        assertThat(replace.forwardLateRefunds(10)).isZero();
    }

    @Test
    void validityEndsAndTheProductSaysWhatThen() {
        PrepaidProduct keep = stage.product(Expiry.KEEP, true, Set.of());
        PrepaidProduct breakage = stage.product(Expiry.BREAKAGE, true, Set.of());
        Customer li = stage.customer("李");
        Printed kept = stage.sold(keep, 10_000, 1).getFirst();
        UUID keptId = stage.claimed(li, kept);
        UUID lostId = stage.claimed(li, stage.sold(breakage, 5_000, 1).getFirst());
        stage.load(li, lostId, 1_000);
        ExpirePrepaid expire = new ExpirePrepaid(stage.desk);
        stage.clock.advance(Duration.ofDays(364));
        assertThat(expire.run(10)).isZero();
        assertThat(stage.load(li, lostId, 500).succeeded()).isTrue();
        stage.clock.advance(Duration.ofDays(2));
        assertThat(stage.load(li, keptId, 1).refusedWith()).isEqualTo(PrepaidError.PREPAID_EXPIRED);
        assertThat(expire.run(10)).isEqualTo(2);
        assertThat(expire.run(10)).isZero();
        assertThat(stage.account(ChartOfAccounts.PREPAID_BREAKAGE)).isEqualTo(3_500);
        Printed stock = stage.printed(keep, 5_000, 1).getFirst();
        UUID fresh = new ReplacePrepaid(stage.desk).execute(kept.serial(), stock.serial(), stage.staff);
        assertThat(stage.load(li, fresh, 10_000).succeeded()).isTrue();
    }

    @Test
    void guessesAreFewAndWaysOutAreTheSame() {
        PrepaidProduct product = stage.product(Expiry.KEEP, true, Set.of());
        Printed card = stage.sold(product, 5_000, 1).getFirst();
        Customer thief = stage.customer("T");
        Customer owner = stage.customer("O");
        PrepaidSecret wrong = PrepaidSecret.fresh(stage.desk.random());
        for (int i = 0; i < 5; i++) {
            refused(
                    () -> stage.claim.execute(thief.id(), card.serial(), wrong, PrepaidStage.from("10.9.9.9")),
                    PrepaidError.PREPAID_SECRET_WRONG);
        }
        refused(
                () -> stage.claim.execute(thief.id(), card.serial(), card.secret(), PrepaidStage.from("10.9.9.9")),
                CredentialError.TRY_LATER);
        String nowhere = Serials.of(99_999_999L);
        refused(
                () -> stage.claim.execute(owner.id(), nowhere, wrong, PrepaidStage.from("10.0.0.7")),
                PrepaidError.PREPAID_SECRET_WRONG);
        stage.clock.advance(Duration.ofMinutes(2));
        assertThat(stage.claimed(owner, card)).isNotNull();
        refused(() -> PrepaidSecret.parse("123456789012345678"), PrepaidError.PREPAID_SECRET_WRONG);
    }

    @Test
    void secretsAreNowhereInClear() {
        PrepaidProduct product = stage.product(Expiry.KEEP, true, Set.of());
        List<Printed> cards = stage.sold(product, 5_000, 20);
        Customer li = stage.customer("李");
        stage.claimed(li, cards.getFirst());
        String rows = stage.dump();
        for (Printed card : cards) {
            String digits = card.secret().digits();
            assertThat(rows)
                    .doesNotContain(digits)
                    .doesNotContain(HexFormat.of().formatHex(digits.getBytes(StandardCharsets.US_ASCII)));
            assertThat(card.toString()).doesNotContain(digits);
        }
        assertThat(cards.stream().map(card -> card.secret().digits()).distinct())
                .hasSize(20);
    }

    @Test
    void anEllipticKeyMayReceiveThem() {
        try (PrepaidStage elliptic = new PrepaidStage(true)) {
            PrepaidProduct product = elliptic.product(Expiry.KEEP, true, Set.of());
            assertThat(elliptic.printed(product, 5_000, 2)).hasSize(2);
            elliptic.assertConserved();
        }
        refused(() -> Recipient.read("nonsense", stage.clock.instant()), PrepaidError.PREPAID_RECIPIENT_INVALID);
        Map<String, String> shown = stage.looked(stage.batch(stage.product(Expiry.KEEP, true, Set.of()), 5_000, 2));
        assertThat(shown).containsEntry("total_minor", "10000").containsKey("recipient_sha256");
        assertThat(shown.get("recipient")).contains("Card printer");
        assertThat(PublicId.format(PrepaidBatch.PREFIX, stage.ids.next())).startsWith("ppb_");
    }

    /** Random histories: whatever is sold, claimed, loaded, blocked, replaced and expired, nothing is lost and nothing appears. */
    @Test
    void nothingIsLostOnRandomHistories() {
        SeededRandom random = SeededRandom.orElse(20_260_301L);
        List<PrepaidProduct> products =
                List.of(stage.product(Expiry.KEEP, true, Set.of()), stage.product(Expiry.BREAKAGE, true, Set.of()));
        List<Customer> people = List.of(stage.customer("A"), stage.customer("B"));
        List<Printed> sold = new ArrayList<>();
        List<Printed> stock = new ArrayList<>();
        for (PrepaidProduct product : products) {
            sold.addAll(stage.sold(product, 10_000, 6));
            stock.addAll(stage.printed(product, 5_000, 4));
        }
        for (int step = 0; step < 150; step++) {
            Customer who = people.get(random.nextInt(people.size()));
            Printed card = sold.get(random.nextInt(sold.size()));
            try {
                switch (random.nextInt(6)) {
                    case 0, 1 -> stage.claimed(who, card);
                    case 2 ->
                        stage.load(
                                who, stage.book.bySerial(card.serial()).card().id(), 1 + random.nextInt(6_000));
                    case 3 -> new BlockPrepaid(stage.desk).byStaff(card.serial(), "random", stage.staff);
                    case 4 -> {
                        Printed fresh = stock.get(random.nextInt(stock.size()));
                        new ReplacePrepaid(stage.desk).execute(card.serial(), fresh.serial(), stage.staff);
                        sold.add(fresh);
                    }
                    default -> {
                        stage.clock.advance(Duration.ofDays(random.nextInt(20)));
                        new ExpirePrepaid(stage.desk).run(100);
                    }
                }
            } catch (Refused expected) {
                assertThat(expected.code()).as("seed %s", random.seed()).isNotEqualTo(RequestError.INTERNAL_ERROR);
            }
        }
        stage.assertConserved();
    }
}
