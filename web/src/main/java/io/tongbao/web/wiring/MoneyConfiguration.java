package io.tongbao.web.wiring;

import io.tongbao.bank.Bank;
import io.tongbao.credential.GuessLimits;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Ledger;
import io.tongbao.merchant.Providers;
import io.tongbao.partner.PartnerError;
import io.tongbao.partner.PartnerId;
import io.tongbao.payment.EndMandate;
import io.tongbao.payment.ExchangePoints;
import io.tongbao.payment.LoadFromPrepaid;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.payment.RepayCard;
import io.tongbao.payment.SignMandate;
import io.tongbao.payment.TopUpPhone;
import io.tongbao.payment.TopUpWallet;
import io.tongbao.payment.WithdrawToCard;
import io.tongbao.payment.card.ArrangeCards;
import io.tongbao.payment.card.BinTable;
import io.tongbao.payment.card.BindCard;
import io.tongbao.payment.card.CardBook;
import io.tongbao.payment.card.CardDesk;
import io.tongbao.payment.card.CardJobs;
import io.tongbao.payment.card.CardPolicy;
import io.tongbao.payment.card.ConfirmCard;
import io.tongbao.payment.card.UnbindCard;
import io.tongbao.payment.funding.BankAccess;
import io.tongbao.payment.mandate.Mandates;
import io.tongbao.payment.prepaid.ActivatePrepaid;
import io.tongbao.payment.prepaid.BlockPrepaid;
import io.tongbao.payment.prepaid.ClaimPrepaid;
import io.tongbao.payment.prepaid.CreatePrepaidProduct;
import io.tongbao.payment.prepaid.ExpirePrepaid;
import io.tongbao.payment.prepaid.IssuePrepaid;
import io.tongbao.payment.prepaid.PrepaidBook;
import io.tongbao.payment.prepaid.PrepaidDesk;
import io.tongbao.payment.prepaid.PrintPrepaid;
import io.tongbao.payment.prepaid.ReplacePrepaid;
import io.tongbao.staff.AuditTrail;
import io.tongbao.vault.Vault;
import io.tongbao.web.money.card.CardRoutes;
import io.tongbao.web.money.mandate.MandateRoutes;
import io.tongbao.web.money.own.OwnMoneyRoutes;
import io.tongbao.web.money.prepaid.PrepaidOpsRoutes;
import io.tongbao.web.money.prepaid.PrepaidRoutes;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Bank cards, prepaid cards and mandates. Whoever imports it provides the parameters of its methods; without a {@link BankAccess} no
 * card can be bound. A {@link BinTable} of the operator's takes the place of the shipped one.
 */
@Configuration(proxyBeanMethods = false)
public class MoneyConfiguration {

    @Bean
    CardDesk cardDesk(CustomerDesk customers, ObjectProvider<BankAccess> banks, ObjectProvider<BinTable> bins) {
        return new CardDesk(
                customers, new LaterBanks(banks), bins.getIfAvailable(BinTable::shipped), CardPolicy.DEFAULT);
    }

    /** Banks are looked for when they are needed: what knows them may need cards itself. */
    private record LaterBanks(ObjectProvider<BankAccess> source) implements BankAccess {
        @Override
        public Bank bank(PartnerId id) {
            BankAccess available = source.getIfAvailable();
            if (available == null) {
                throw new Refused(PartnerError.PARTNER_UNAVAILABLE);
            }
            return available.bank(id);
        }

        @Override
        public List<PartnerId> banks() {
            BankAccess available = source.getIfAvailable();
            return available == null ? List.of() : available.banks();
        }
    }

    @Bean
    CardBook cardBook(CardDesk desk) {
        return new CardBook(desk);
    }

    @Bean
    UnbindCard unbindCard(CardDesk desk) {
        return new UnbindCard(desk);
    }

    /** To be run every minute ({@code look}) and every day ({@code warnOfExpiry}), and told of late answers of banks. */
    @Bean
    CardJobs cardJobs(CardDesk desk) {
        return new CardJobs(desk);
    }

    @Bean
    CardRoutes cardRoutes(CardDesk desk, CardBook book, UnbindCard unbind) {
        return new CardRoutes(book, new BindCard(desk), new ConfirmCard(desk), new ArrangeCards(desk), unbind);
    }

    @Bean
    OwnMoneyRoutes ownMoneyRoutes(PaymentDesk payments) {
        return new OwnMoneyRoutes(
                new TopUpWallet(payments),
                new WithdrawToCard(payments),
                new RepayCard(payments),
                new TopUpPhone(payments),
                new ExchangePoints(payments));
    }

    @Bean
    PrepaidDesk prepaidDesk(
            DataSource database, Ledger ledger, InstantSource clock, Ids ids, Vault vault, AuditTrail trail) {
        return new PrepaidDesk(database, ledger, clock, ids, vault, trail, new SecureRandom());
    }

    @Bean
    PrepaidBook prepaidBook(PrepaidDesk desk) {
        return new PrepaidBook(desk);
    }

    @Bean
    IssuePrepaid issuePrepaid(PrepaidDesk desk) {
        return new IssuePrepaid(desk);
    }

    /** To be run every hour. */
    @Bean
    ExpirePrepaid expirePrepaid(PrepaidDesk desk) {
        return new ExpirePrepaid(desk);
    }

    /** Its {@code forwardLateRefunds} is to be run every day. */
    @Bean
    ReplacePrepaid replacePrepaid(PrepaidDesk desk) {
        return new ReplacePrepaid(desk);
    }

    @Bean
    PrepaidRoutes prepaidRoutes(PrepaidDesk desk, PrepaidBook book, PaymentDesk payments, GuessLimits limits) {
        return new PrepaidRoutes(
                book, new ClaimPrepaid(desk, limits), new LoadFromPrepaid(payments, book), new BlockPrepaid(desk));
    }

    @Bean
    PrepaidOpsRoutes prepaidOpsRoutes(PrepaidDesk desk, PrepaidBook book, ReplacePrepaid replace) {
        return new PrepaidOpsRoutes(
                book,
                new CreatePrepaidProduct(desk),
                new PrintPrepaid(desk),
                new ActivatePrepaid(desk),
                new BlockPrepaid(desk),
                replace);
    }

    @Bean
    MandateRoutes mandateRoutes(
            DataSource database, PaymentDesk payments, CardBook cards, PrepaidBook prepaid, Providers providers) {
        return new MandateRoutes(
                new Mandates(database), new SignMandate(payments, cards, prepaid), new EndMandate(payments), providers);
    }
}
