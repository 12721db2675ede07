package io.tongbao.customer;

import static io.tongbao.customer.CustomerStage.applied;
import static io.tongbao.customer.RegistrationStoryTest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tongbao.customer.identity.ClaimIdentity;
import io.tongbao.customer.identity.Documents;
import io.tongbao.customer.identity.IdentityCheck.Answer;
import io.tongbao.customer.identity.IdentityDocument;
import io.tongbao.customer.identity.IdentityDocument.Passport;
import io.tongbao.customer.identity.IdentityDocument.ResidentCard;
import io.tongbao.customer.identity.IdentityFile;
import io.tongbao.customer.identity.IdentityKeys;
import io.tongbao.customer.identity.IdentityStatus;
import io.tongbao.customer.identity.IdentityStatus.Check;
import io.tongbao.customer.identity.IdentityStatus.CheckState;
import io.tongbao.customer.identity.ResidentIds;
import io.tongbao.customer.life.Dormancy;
import io.tongbao.customer.tier.CheckKind;
import io.tongbao.customer.tier.Standing.Missing;
import io.tongbao.customer.tier.Tier;
import io.tongbao.ledger.Decision;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.SealedColumn;
import io.tongbao.vault.Vault;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real names, classes and what they allow. */
class IdentityStoryTest {

    private static final Set<CheckKind> FIVE = EnumSet.of(
            CheckKind.PUBLIC_SECURITY,
            CheckKind.BANK_CARD,
            CheckKind.MOBILE_OPERATOR,
            CheckKind.FACE,
            CheckKind.EDUCATION);

    private final CustomerStage stage = new CustomerStage();
    private final UUID staff = stage.ids.next();

    @AfterEach
    void stop() {
        stage.close();
    }

    private static IdentityDocument card(int n) {
        return new ResidentCard(ResidentIds.of(n), LocalDate.of(2036, 1, 1));
    }

    private Tier tier(Customer customer) {
        return stage.desk.allowances().find(customer.id()).orElseThrow().tier();
    }

    private void claim(Customer customer, String name, IdentityDocument document) {
        stage.claim.execute(new ClaimIdentity.Command(customer.id(), name, document));
    }

    private static byte[] picture() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB), "jpeg", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void theWayUpShowsWhatIsMissing(Language language) {
        Customer li = stage.customer("李雷", stage.number(), language);
        stage.fund(li, 100_000_000);
        refusedBy(stage.spend(li, 1), CustomerError.IDENTITY_REQUIRED);
        IdentityStatus none = stage.statuses.of(li.id());
        assertThat(none.standing().missing()).containsExactly(Missing.IDENTITY_CLAIM);
        refused(() -> stage.verify.execute(li.id(), FIVE), CustomerError.IDENTITY_NOT_CLAIMED);

        claim(li, "李雷", card(1));
        IdentityStatus one = stage.verify.execute(li.id(), EnumSet.of(CheckKind.PUBLIC_SECURITY));
        assertThat(one.standing().tier()).isEqualTo(Tier.I);
        assertThat(one.standing().checksMissing()).isEqualTo(2);
        assertThat(one.maskedName()).isEqualTo("*雷");
        assertThat(one.maskedNumber()).startsWith("**************").hasSize(18);
        assertThat(stage.textsTo(li.msisdn()).getLast())
                .contains(language.choose("账户类别现为I类", "account is now of class I"));
        applied(stage.spend(li, 100_000));
        refusedBy(stage.spend(li, 1), CustomerError.TIER_LIFETIME_LIMIT);

        stage.verify.execute(li.id(), FIVE);
        assertThat(tier(li)).isEqualTo(Tier.II);
        assertThat(stage.statuses.of(li.id()).standing().missing()).containsExactly(Missing.DOCUMENT_PICTURES);
        applied(stage.spend(li, 9_900_000));
        refusedBy(stage.spend(li, 1), CustomerError.TIER_YEAR_LIMIT);

        UUID blurred = stage.documents.upload(li.id(), Documents.Side.PORTRAIT, picture());
        stage.documents.reject(blurred, staff, "模糊 blurred");
        assertThat(stage.textsTo(li.msisdn()).getLast()).contains("blurred");
        refused(() -> stage.documents.accept(blurred, staff), CustomerError.DOCUMENT_ALREADY_REVIEWED);
        UUID sharp = stage.documents.upload(li.id(), Documents.Side.PORTRAIT, picture());
        assertThat(stage.documents.waiting(10))
                .extracting(Documents.Waiting::id)
                .containsExactly(sharp);
        assertThat(stage.documents.open(sharp).mediaType()).isEqualTo("image/jpeg");
        stage.documents.accept(sharp, staff);
        assertThat(tier(li)).isEqualTo(Tier.III);
        assertThat(stage.statuses.of(li.id()).standing().next()).isNull();
        applied(stage.spend(li, 10_000_000));
        refusedBy(stage.spend(li, 1), CustomerError.TIER_YEAR_LIMIT);
        stage.clock.set(stage.clock.instant().plus(Duration.ofDays(366)));
        applied(stage.spend(li, 1));
    }

    @Test
    void anAnswerMayBeNoOrUnknownOrLate() {
        Customer li = stage.customer("李雷");
        claim(li, "李雷", card(1));
        stage.registry.put(CheckKind.BANK_CARD, new Answer.Mismatch("name"));
        stage.registry.put(CheckKind.MOBILE_OPERATOR, new Answer.Unknown("timeout"));
        IdentityStatus status = stage.verify.execute(
                li.id(), EnumSet.of(CheckKind.PUBLIC_SECURITY, CheckKind.BANK_CARD, CheckKind.MOBILE_OPERATOR));
        assertThat(status.checks())
                .extracting(Check::kind, Check::state)
                .containsExactlyInAnyOrder(
                        tuple(CheckKind.PUBLIC_SECURITY, CheckState.PASSED),
                        tuple(CheckKind.BANK_CARD, CheckState.FAILED),
                        tuple(CheckKind.MOBILE_OPERATOR, CheckState.ASKED));
        assertThat(tier(li)).isEqualTo(Tier.I);
        assertThat(stage.verify.retry(10)).isZero();
        stage.clock.advance(Duration.ofMinutes(1));
        assertThat(stage.verify.retry(10)).isEqualTo(1);
        // The source answers by itself, and then once more.
        UUID asked = status.checks().stream()
                .filter(check -> check.state() == CheckState.ASKED)
                .findFirst()
                .orElseThrow()
                .id();
        stage.answers.execute(asked, new Answer.Match());
        stage.answers.execute(asked, new Answer.Mismatch("late"));
        assertThat(stage.statuses.of(li.id()).checks())
                .filteredOn(check -> check.id().equals(asked))
                .extracting(Check::state)
                .containsExactly(CheckState.PASSED);
        // Nobody is asked again for what was confirmed; a refused source may be.
        stage.registry.clear();
        stage.verify.execute(li.id(), FIVE);
        assertThat(stage.statuses.of(li.id()).checks()).hasSize(6);
    }

    @Test
    void anotherClaimMakesEarlierChecksVoidAndAVerifiedOneStands() {
        Customer li = stage.customer("李雷");
        claim(li, "李雪", card(1));
        stage.registry.put(CheckKind.PUBLIC_SECURITY, new Answer.Mismatch("name"));
        stage.verify.execute(li.id(), EnumSet.of(CheckKind.PUBLIC_SECURITY));
        stage.clock.advance(Duration.ofSeconds(1));
        claim(li, "李雷", card(1));
        stage.registry.clear();
        stage.verify.execute(li.id(), EnumSet.of(CheckKind.PUBLIC_SECURITY));
        assertThat(stage.statuses.of(li.id()).checks())
                .extracting(Check::state)
                .containsExactly(CheckState.VOID, CheckState.PASSED);
        refused(() -> claim(li, "李雷", card(2)), CustomerError.IDENTITY_LOCKED);
        // Renewing the same card is no other claim.
        claim(li, "李雷", new ResidentCard(ResidentIds.of(1), null));
        assertThat(tier(li)).isEqualTo(Tier.I);
        refused(
                () -> claim(li, "Li Lei", new Passport("CHN", "E12345678", LocalDate.of(2020, 1, 1))),
                CustomerError.DOCUMENT_EXPIRED);
    }

    @Test
    void nothingPersonalIsStoredInTheClear() {
        Customer li = stage.verified("欧阳锋", card(9), 3);
        String number = ResidentIds.of(9).number();
        String dump = stage.jdbc
                .sql("SELECT string_agg(i::text, ' ') FROM customer.identity i")
                .query(String.class)
                .single();
        assertThat(dump).doesNotContain(number, "欧阳锋");
        assertThat(li.toString()).doesNotContain("欧阳锋");
        assertThat(new ClaimIdentity.Command(li.id(), "欧阳锋", card(9)).toString())
                .doesNotContain("欧阳锋", number);
    }

    @Test
    void sealedFieldsAndLookUpsMoveToANewKey() {
        Customer li = stage.verified("李雷", card(9), 3);
        stage.documents.upload(li.id(), Documents.Side.PORTRAIT, picture());
        Vault next = stage.vault.rotatedInMemory(KeyPurpose.IDENTITY).rotatedInMemory(KeyPurpose.LOOKUP);
        IdentityKeys.Lookup lookup = new IdentityKeys.Lookup(stage.database.dataSource());
        assertThat(lookup.rowsByVersion()).isEqualTo(Map.of(1, 1L));
        assertThat(lookup.page(next, null, 10).resealed()).isEqualTo(1);
        assertThat(lookup.rowsByVersion()).isEqualTo(Map.of(2, 1L));
        int moved = 0;
        for (SealedColumn column : IdentityKeys.sealed(stage.database.dataSource())) {
            moved += column.page(next, null, 10).resealed();
        }
        assertThat(moved).isEqualTo(3);
        CustomerDesk moving = new CustomerDesk(
                stage.database.dataSource(), stage.ledger, stage.clock, stage.ids, stage.customers, next, stage.phone);
        assertThat(IdentityFile.find(moving, li.id()).orElseThrow().name()).isEqualTo("李雷");
    }

    @Test
    void onlyOneAccountOfAPersonIsOfClassThree() throws InterruptedException, ExecutionException {
        List<Customer> accounts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            accounts.add(stage.verified("李雷", card(5), 5));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> racing = new ArrayList<>();
            for (Customer account : accounts) {
                racing.add(threads.submit(() -> stage.documents.seenInPerson(account.id(), staff)));
            }
            for (Future<?> each : racing) {
                each.get();
            }
        }
        assertThat(accounts.stream().filter(account -> tier(account) == Tier.III))
                .hasSize(1);
        Customer second = accounts.stream()
                .filter(account -> tier(account) == Tier.II)
                .findFirst()
                .orElseThrow();
        assertThat(stage.statuses.of(second.id()).standing().missing()).containsExactly(Missing.CLASS_THREE_ELSEWHERE);
    }

    @Test
    void whatAPersonPaysFromSeveralAccountsCountsTogether() {
        Customer one = stage.verified("李雷", card(6), 3);
        stage.fund(one, 20_000_000);
        applied(stage.spend(one, 6_000_000));
        Customer two = stage.verified("李雷", card(6), 3);
        stage.fund(two, 20_000_000);
        // What is cached about the first is from before it had a second account.
        assertThat(stage.spend(one, 1)).isInstanceOfSatisfying(Decision.Rejected.class, r -> assertThat(r.code())
                .isEqualTo(CustomerError.CUSTOMER_FACTS_CHANGED));
        stage.customers.forgetAll();
        applied(stage.spend(two, 3_000_000));
        applied(stage.spend(one, 1_000_000));
        refusedBy(stage.spend(one, 1), CustomerError.TIER_YEAR_LIMIT);
        refusedBy(stage.spend(two, 1), CustomerError.TIER_YEAR_LIMIT);
    }

    @Test
    void theLastOfALimitIsPaidOnce() throws InterruptedException, ExecutionException {
        Customer li = stage.verified("李雷", card(7), 1);
        stage.fund(li, 1_000_000);
        int paid = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Decision>> racing = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                racing.add(threads.submit(() -> stage.spend(li, 7_000)));
            }
            for (Future<Decision> each : racing) {
                if (each.get() instanceof Decision.Applied) {
                    paid++;
                }
            }
        }
        assertThat(paid).isEqualTo(14);
        assertThat(stage.available(li)).isEqualTo(1_000_000 - 14 * 7_000);
    }

    @Test
    void anUnusedAccountSleepsUntilItsHolderIsConfirmedAgain() {
        Customer busy = stage.verified("韩梅梅", card(3), 3);
        Customer quiet = stage.verified("李雷", card(8), 3);
        stage.fund(quiet, 10_000);
        stage.clock.advance(Duration.ofDays(150));
        stage.fund(busy, 10_000);
        stage.clock.advance(Duration.ofDays(40));
        Dormancy dormancy = new Dormancy(stage.desk);
        assertThat(dormancy.step(null, 100)).isNull();
        assertThat(stage.now(busy).status()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(stage.now(quiet).status()).isEqualTo(CustomerStatus.DORMANT);
        assertThat(stage.textsTo(quiet.msisdn()).getLast()).contains("六个月未使用");
        refusedBy(stage.spend(quiet, 1), CustomerError.CUSTOMER_DORMANT);
        stage.verify.execute(quiet.id(), EnumSet.of(CheckKind.PUBLIC_SECURITY));
        assertThat(stage.now(quiet).status()).isEqualTo(CustomerStatus.ACTIVE);
        // Awake, though still without a transaction: not put to sleep again the next night.
        dormancy.step(null, 100);
        applied(stage.spend(quiet, 1));
    }

    static void refusedBy(Decision decision, CustomerError code) {
        assertThat(decision).isInstanceOfSatisfying(Decision.RefusedByGuard.class, r -> assertThat(r.code())
                .isEqualTo(code));
    }
}
