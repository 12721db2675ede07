package io.tongbao.customer.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.customer.tier.Spending.Answer;
import io.tongbao.customer.tier.Standing.Missing;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TierRulesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final long NOW = 1_772_000_000_000_000L;

    private static List<PassedCheck> external(int n) {
        List<PassedCheck> checks = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            checks.add(new PassedCheck(List.of(CheckKind.values()).get(i), "source-" + i));
        }
        return checks;
    }

    private static List<PassedCheck> with(List<PassedCheck> checks, CheckKind kind) {
        List<PassedCheck> more = new ArrayList<>(checks);
        more.add(new PassedCheck(kind, "staff"));
        return more;
    }

    private static Standing assess(List<PassedCheck> checks, @Nullable LocalDate expires, boolean elsewhere) {
        return TierRules.assess(true, expires, TODAY, checks, elsewhere);
    }

    @Test
    void theClassFollowsTheChecks() {
        assertThat(TierRules.assess(false, null, TODAY, List.of(), false))
                .isEqualTo(new Standing(Tier.NONE, Tier.I, Set.of(Missing.IDENTITY_CLAIM), 1));
        assertThat(assess(external(0), null, false).tier()).isEqualTo(Tier.NONE);
        assertThat(assess(external(1), null, false).tier()).isEqualTo(Tier.I);
        assertThat(assess(external(2), null, false).checksMissing()).isEqualTo(1);
        assertThat(assess(external(3), null, false).tier()).isEqualTo(Tier.II);
        Standing five = assess(external(5), null, false);
        assertThat(five.tier()).isEqualTo(Tier.II);
        assertThat(five.missing()).containsExactly(Missing.DOCUMENT_PICTURES);
        assertThat(assess(with(external(5), CheckKind.DOCUMENT_REVIEW), null, false)
                        .tier())
                .isEqualTo(Tier.III);
        Standing inPerson = assess(with(List.of(), CheckKind.FACE_TO_FACE), null, false);
        assertThat(inPerson.tier()).isEqualTo(Tier.III);
        assertThat(inPerson.next()).isNull();
    }

    @Test
    void classThreeIsOnePerPersonAndExpiredDocumentsCarryNothing() {
        List<PassedCheck> all = with(external(5), CheckKind.DOCUMENT_REVIEW);
        Standing second = assess(all, null, true);
        assertThat(second.tier()).isEqualTo(Tier.II);
        assertThat(second.missing()).containsExactly(Missing.CLASS_THREE_ELSEWHERE);
        assertThat(assess(all, TODAY, false).tier()).isEqualTo(Tier.III);
        assertThat(assess(all, TODAY.minusDays(1), false).tier()).isEqualTo(Tier.NONE);
    }

    @Test
    void oneSourceCountsOnce() {
        List<PassedCheck> same = List.of(
                new PassedCheck(CheckKind.PUBLIC_SECURITY, "police"),
                new PassedCheck(CheckKind.FACE, "police"),
                new PassedCheck(CheckKind.BANK_CARD, "bank"));
        assertThat(assess(same, null, false).tier()).isEqualTo(Tier.I);
    }

    @Test
    void atTheLimitIsAllowedAndOneFenMoreIsNot() {
        Spending one = Spending.fresh(Tier.I).plus(99_999, TODAY);
        assertThat(one.judge(1, TODAY, NOW)).isEqualTo(Answer.WITHIN);
        assertThat(one.judge(2, TODAY, NOW)).isEqualTo(Answer.LIFETIME_EXCEEDED);
        assertThat(one.judge(2, TODAY.plusYears(3), NOW)).isEqualTo(Answer.LIFETIME_EXCEEDED);
        Spending two = Spending.fresh(Tier.II).plus(10_000_000, TODAY);
        assertThat(two.judge(1, TODAY, NOW)).isEqualTo(Answer.YEAR_EXCEEDED);
        assertThat(two.judge(10_000_000, TODAY.plusYears(1), NOW)).isEqualTo(Answer.WITHIN);
        assertThat(Spending.fresh(Tier.NONE).judge(1, TODAY, NOW)).isEqualTo(Answer.NOT_VERIFIED);
        assertThat(Spending.fresh(Tier.III).judge(20_000_000, TODAY, NOW)).isEqualTo(Answer.WITHIN);
        assertThat(Spending.fresh(Tier.III).judge(20_000_001, TODAY, NOW)).isEqualTo(Answer.YEAR_EXCEEDED);
    }

    @Test
    void limitsAreLowWhileCoolingOff() {
        Spending cooling = new Spending(Tier.III, 0, 0, TODAY, 49_999, NOW + 1);
        assertThat(cooling.judge(1, TODAY, NOW)).isEqualTo(Answer.WITHIN);
        assertThat(cooling.judge(2, TODAY, NOW)).isEqualTo(Answer.COOL_OFF_EXCEEDED);
        assertThat(cooling.judge(2, TODAY, NOW + 1)).isEqualTo(Answer.WITHIN);
        assertThat(cooling.judge(50_000, TODAY.plusDays(1), NOW)).isEqualTo(Answer.WITHIN);
    }

    /** Whatever is let through never adds up to more than the limit of its year. */
    @Property
    void whatIsLetThroughStaysWithin(@ForAll @Size(max = 60) List<@LongRange(min = 1, max = 3_000_000) Long> amounts) {
        Spending spending = Spending.fresh(Tier.II);
        long total = 0;
        for (long amount : amounts) {
            boolean fits = total + amount <= 10_000_000;
            assertThat(spending.judge(amount, TODAY, NOW) == Answer.WITHIN).isEqualTo(fits);
            if (fits) {
                spending = spending.plus(amount, TODAY);
                total += amount;
            }
        }
        assertThat(spending.paidInYearOf(TODAY)).isEqualTo(total);
    }

    @Test
    void twoAccountsOfAPersonAreAddedUp() {
        Spending lastYear = Spending.fresh(Tier.I).plus(500, TODAY.minusYears(1));
        Spending now = Spending.fresh(Tier.II).plus(700, TODAY);
        Spending both = lastYear.plus(now);
        assertThat(both.tier()).isEqualTo(Tier.II);
        assertThat(both.lifetimeMinor()).isEqualTo(1_200);
        assertThat(both.paidInYearOf(TODAY)).isEqualTo(700);
        assertThat(both.paidOn(TODAY)).isEqualTo(700);
    }
}
