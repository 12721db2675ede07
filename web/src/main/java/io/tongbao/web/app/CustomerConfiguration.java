package io.tongbao.web.app;

import io.tongbao.credential.GuessLimits;
import io.tongbao.credential.OneTimeCodes;
import io.tongbao.credential.Passkeys;
import io.tongbao.credential.ProofOfWork;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.TotpDevices;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Customers;
import io.tongbao.customer.Devices;
import io.tongbao.customer.EnrolDevice;
import io.tongbao.customer.PinChange;
import io.tongbao.customer.PinKeyring;
import io.tongbao.customer.RegisterCustomer;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.ProveChallenge;
import io.tongbao.customer.enterprise.EnterprisePayments;
import io.tongbao.customer.enterprise.Operators;
import io.tongbao.customer.enterprise.RegisterEnterprise;
import io.tongbao.customer.identity.AnswerCheck;
import io.tongbao.customer.identity.ClaimIdentity;
import io.tongbao.customer.identity.Documents;
import io.tongbao.customer.identity.IdentityCheck;
import io.tongbao.customer.identity.IdentityStatuses;
import io.tongbao.customer.identity.VerifyIdentity;
import io.tongbao.customer.life.BindDevice;
import io.tongbao.customer.life.CloseAccount;
import io.tongbao.customer.life.DataStatement;
import io.tongbao.customer.life.Dormancy;
import io.tongbao.customer.life.Erase;
import io.tongbao.customer.life.Holds;
import io.tongbao.customer.life.Numbers;
import io.tongbao.customer.life.TellCredentialChanges;
import io.tongbao.customer.registration.Register;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.kernel.TextSender;
import io.tongbao.ledger.Ledger;
import io.tongbao.merchant.Providers;
import io.tongbao.payment.ChallengePayer;
import io.tongbao.payment.ConfirmPayment;
import io.tongbao.payment.PayFromEnterprise;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.payment.PaymentQueries;
import io.tongbao.payment.TransferToPerson;
import io.tongbao.vault.Vault;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The use cases about customers and their part of the customers' API. Every bean that is an {@link IdentityCheck} is asked.
 * Whoever imports it provides the parameters of its methods; without a {@link TextSender} notices wait.
 */
@Configuration(proxyBeanMethods = false)
public class CustomerConfiguration {

    @Bean
    CustomerDesk customerDesk(
            DataSource database,
            Ledger ledger,
            InstantSource clock,
            Ids ids,
            Customers customers,
            Vault vault,
            ObjectProvider<TextSender> senders) {
        TextSender sender = message -> {
            TextSender available = senders.getIfAvailable();
            if (available == null) {
                throw new Refused(RequestError.OVERLOADED, "no way to send texts is configured");
            }
            available.send(message);
        };
        return new CustomerDesk(database, ledger, clock, ids, customers, vault, sender);
    }

    /** Tells customers of changes to their credentials; to be called by whatever gathers security events. */
    @Bean
    TellCredentialChanges tellCredentialChanges(CustomerDesk desk) {
        return new TellCredentialChanges(desk);
    }

    @Bean
    Register register(
            CustomerDesk desk, RegisterCustomer register, OneTimeCodes codes, GuessLimits limits, ProofOfWork work) {
        return new Register(desk, register, codes, limits, work);
    }

    @Bean
    ClaimIdentity claimIdentity(CustomerDesk desk) {
        return new ClaimIdentity(desk);
    }

    @Bean
    VerifyIdentity verifyIdentity(CustomerDesk desk, ObjectProvider<IdentityCheck> checks) {
        return new VerifyIdentity(desk, checks.orderedStream().toList());
    }

    @Bean
    AnswerCheck answerCheck(CustomerDesk desk) {
        return new AnswerCheck(desk);
    }

    @Bean
    Documents documents(CustomerDesk desk) {
        return new Documents(desk);
    }

    @Bean
    Challenges challenges(CustomerDesk desk) {
        return new Challenges(desk);
    }

    @Bean
    ProveChallenge proveChallenge(
            CustomerDesk desk,
            CustomerGuards guards,
            Devices devices,
            OneTimeCodes codes,
            TotpDevices totp,
            GuessLimits limits) {
        return new ProveChallenge(desk, guards, devices, codes, totp, limits);
    }

    @Bean
    Holds holds(CustomerDesk desk) {
        return new Holds(desk);
    }

    @Bean
    CloseAccount closeAccount(CustomerDesk desk) {
        return new CloseAccount(desk);
    }

    @Bean
    Numbers numbers(CustomerDesk desk, OneTimeCodes codes) {
        return new Numbers(desk, codes);
    }

    @Bean
    Dormancy dormancy(CustomerDesk desk) {
        return new Dormancy(desk);
    }

    @Bean
    Erase erase(CustomerDesk desk) {
        return new Erase(desk);
    }

    @Bean
    RegisterEnterprise registerEnterprise(CustomerDesk desk, RegisterCustomer register) {
        return new RegisterEnterprise(desk, register);
    }

    @Bean
    RegistrationRoutes registrationRoutes(Register register, Sessions sessions) {
        return new RegistrationRoutes(register, sessions);
    }

    @Bean
    IdentityRoutes identityRoutes(CustomerDesk desk, ClaimIdentity claim, VerifyIdentity verify, Documents documents) {
        return new IdentityRoutes(claim, verify, new IdentityStatuses(desk), documents);
    }

    @Bean
    AccountRoutes accountRoutes(
            CustomerDesk desk,
            CustomerGuards guards,
            PinKeyring keyring,
            Devices devices,
            EnrolDevice enrol,
            Numbers numbers,
            Holds holds,
            CloseAccount close) {
        return new AccountRoutes(
                desk,
                new PinChange(desk, guards, keyring),
                devices,
                new BindDevice(desk, enrol, devices),
                numbers,
                holds,
                close);
    }

    @Bean
    StatementRoutes statementRoutes(CustomerDesk desk, Devices devices) {
        return new StatementRoutes(new DataStatement(desk, devices));
    }

    @Bean
    ChallengeRoutes challengeRoutes(
            Challenges challenges,
            ProveChallenge prove,
            PaymentDesk payments,
            Providers providers,
            Customers customers,
            Passkeys passkeys) {
        return new ChallengeRoutes(
                challenges,
                prove,
                new ChallengePayer(payments, challenges),
                new PaymentQueries(payments),
                providers,
                customers,
                passkeys);
    }

    @Bean
    PayRoutes payRoutes(PaymentDesk payments) {
        return new PayRoutes(new ConfirmPayment(payments), new TransferToPerson(payments));
    }

    @Bean
    EnterpriseRoutes enterpriseRoutes(
            CustomerDesk desk,
            RegisterEnterprise register,
            CustomerGuards guards,
            PaymentDesk payments,
            Challenges challenges) {
        return new EnterpriseRoutes(
                register,
                new Operators(desk),
                new EnterprisePayments(desk, guards),
                new PayFromEnterprise(payments),
                challenges);
    }
}
