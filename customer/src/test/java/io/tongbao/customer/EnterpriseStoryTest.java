package io.tongbao.customer;

import static io.tongbao.customer.CustomerStage.applied;
import static io.tongbao.customer.IdentityStoryTest.refusedBy;
import static io.tongbao.customer.RegistrationStoryTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.customer.challenge.Challenge;
import io.tongbao.customer.challenge.Challenge.State;
import io.tongbao.customer.challenge.ChallengeGuards;
import io.tongbao.customer.enterprise.CreditCode;
import io.tongbao.customer.enterprise.EnterprisePayments;
import io.tongbao.customer.enterprise.EnterpriseReviews;
import io.tongbao.customer.enterprise.Operators;
import io.tongbao.customer.enterprise.RegisterEnterprise;
import io.tongbao.customer.identity.IdentityDocument;
import io.tongbao.customer.identity.IdentityDocument.ResidentCard;
import io.tongbao.customer.identity.ResidentIds;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Riders;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A company, its owners, and the people who pay for it. */
class EnterpriseStoryTest {

    private final CustomerStage stage = new CustomerStage();
    private final RegisterEnterprise register = new RegisterEnterprise(stage.desk, stage.registerCustomer);
    private final Operators operators = new Operators(stage.desk);
    private final EnterprisePayments payments = new EnterprisePayments(stage.desk, stage.guards);

    @AfterEach
    void stop() {
        stage.close();
    }

    private static IdentityDocument card(int n) {
        return new ResidentCard(ResidentIds.of(n), null);
    }

    private RegisterEnterprise.Command command(UUID id, Language language, UUID firstOperator) {
        return new RegisterEnterprise.Command(
                id,
                new CreditCode("914403001922038216"),
                "深圳大浪有限公司",
                stage.number(),
                language,
                new RegisterEnterprise.Person("王法人", card(20)),
                List.of(
                        new RegisterEnterprise.Owner(new RegisterEnterprise.Person("王一", card(21)), 6_000),
                        new RegisterEnterprise.Owner(new RegisterEnterprise.Person("王二", card(22)), 2_500)),
                1_000_000,
                firstOperator);
    }

    private Challenge make(Customer enterprise, Customer maker, Customer payee, long minor) {
        return payments.make(
                new EnterprisePayments.MakeCommand(
                        enterprise.id(), maker.id(), payee.id(), Money.of(minor, Currency.CNY), "三月货款 goods"),
                Pin.of(CustomerStage.PIN));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void oneMakesAnotherChecks(Language language) {
        Customer anna = stage.verified("安娜", card(1), 3);
        Customer bo = stage.verified("薄", card(2), 3);
        Customer nobody = stage.customer("无名");
        UUID id = stage.ids.next();
        refused(
                () -> register.execute(command(stage.ids.next(), language, nobody.id())),
                CustomerError.IDENTITY_REQUIRED);
        RegisterEnterprise.Command command = command(id, language, anna.id());
        Customer company = register.execute(command);
        assertThat(register.execute(command).id()).isEqualTo(id);
        assertThat(company.kind()).isEqualTo(CustomerKind.ENTERPRISE);
        refused(
                () -> register.execute(command(stage.ids.next(), language, anna.id())),
                CustomerError.ENTERPRISE_EXISTS);
        String dump = stage.jdbc
                .sql("SELECT (SELECT string_agg(e::text, ' ') FROM customer.enterprise e)"
                        + " || (SELECT string_agg(o::text, ' ') FROM customer.beneficial_owner o)")
                .query(String.class)
                .single();
        assertThat(dump).doesNotContain("王法人", "王一", ResidentIds.of(21).number());
        stage.fund(company, 5_000_000);
        refused(() -> make(company, anna, bo, 100), CustomerError.IDENTITY_REQUIRED);
        new EnterpriseReviews(stage.desk).verify(id, stage.ids.next());
        assertThat(stage.textsTo(company.msisdn()).getLast()).contains(language.choose("账户类别", "class"));

        // Below the limit one is enough.
        assertThat(make(company, anna, bo, 999_999).state()).isEqualTo(State.SATISFIED);
        Challenge big = make(company, anna, bo, 1_000_000);
        assertThat(big.state()).isEqualTo(State.OPEN);
        refused(
                () -> payments.check(big.id(), id, anna.id(), Pin.of(CustomerStage.PIN)),
                CustomerError.SECOND_OPERATOR_NEEDED);
        refused(() -> payments.check(big.id(), id, bo.id(), Pin.of(CustomerStage.PIN)), CustomerError.NOT_AN_OPERATOR);
        refused(() -> operators.appoint(id, bo.id(), bo.id(), true, true), CustomerError.NOT_AN_OPERATOR);
        refused(() -> operators.appoint(id, anna.id(), nobody.id(), true, true), CustomerError.IDENTITY_REQUIRED);
        operators.appoint(id, anna.id(), bo.id(), false, true);
        assertThat(stage.textsTo(bo.msisdn()).getLast()).contains("操作员");
        assertThat(payments.waiting(id, bo.id())).extracting(Challenge::id).containsExactly(big.id());
        refused(() -> payments.check(big.id(), id, bo.id(), Pin.of("111222")), CustomerError.PIN_WRONG);
        Challenge checked = payments.check(big.id(), id, bo.id(), Pin.of(CustomerStage.PIN));
        assertThat(checked.state()).isEqualTo(State.SATISFIED);
        assertThat(checked.makerId()).isEqualTo(anna.id());
        assertThat(checked.checkerId()).isEqualTo(bo.id());
        refused(() -> make(company, bo, anna, 100), CustomerError.NOT_AN_OPERATOR);
        Posting use = new Posting(
                5,
                List.of(),
                List.of(ChallengeGuards.payment(big.id(), id, Money.of(1_000_000, Currency.CNY), bo.walletAccountId())),
                Riders.NONE);
        applied(stage.ledger.post(use));
        refusedBy(stage.ledger.post(use), CustomerError.CHALLENGE_USED);
        operators.remove(id, bo.id(), anna.id());
        refused(() -> make(company, anna, bo, 100), CustomerError.NOT_AN_OPERATOR);
        refused(() -> operators.remove(id, bo.id(), bo.id()), CustomerError.SECOND_OPERATOR_NEEDED);
    }
}
