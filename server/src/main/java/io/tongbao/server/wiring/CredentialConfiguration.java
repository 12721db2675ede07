package io.tongbao.server.wiring;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.tongbao.credential.GuessLimits;
import io.tongbao.credential.GuessPolicies;
import io.tongbao.credential.OneTimeCodes;
import io.tongbao.credential.Passkeys;
import io.tongbao.credential.Passwords;
import io.tongbao.credential.ProofOfWork;
import io.tongbao.credential.RelyingParty;
import io.tongbao.credential.SecurityEvent;
import io.tongbao.credential.SecurityEvents;
import io.tongbao.credential.SessionPolicy;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.TotpDevices;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.merchant.wiring.KeysDirectory;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import io.tongbao.vault.Vault;
import io.tongbao.vault.kek.Keks;
import io.tongbao.vault.kek.Pkcs12KekStore;
import io.tongbao.web.signin.SignInConfiguration;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** Vault and credentials, and how customers sign in with them. */
@Configuration(proxyBeanMethods = false)
@Import(SignInConfiguration.class)
class CredentialConfiguration {

    /** Unless whoever starts the server has opened it already. */
    @Bean
    @ConditionalOnMissingBean
    Vault vault(DataSource database, KeysDirectory keys, InstantSource clock) {
        return Vault.open(database, new Keks(List.of(new Pkcs12KekStore(keys.path(), null))), clock);
    }

    @Bean
    @Primary
    SecurityEvents securityEvents(ObjectProvider<SecurityEvents> all) {
        return new TellAll(all);
    }

    /** Tells everybody else who wants to know. */
    private record TellAll(ObjectProvider<SecurityEvents> all) implements SecurityEvents {
        @Override
        public void happened(SecurityEvent event) {
            all.stream().filter(listener -> !(listener instanceof TellAll)).forEach(to -> to.happened(event));
        }
    }

    /** {@code -Dtongbao.sabotage=lockout} lets every guess through, so that an attack can show that it would notice. */
    @Bean
    GuessLimits guessLimits(DataSource database, Vault vault, InstantSource clock, SecurityEvents events, Mode mode) {
        if (Sabotage.OF_LOCKOUT.isOn(mode)) {
            return GuessLimits.sabotaged(database, vault, clock);
        }
        return new GuessLimits(database, vault, clock, GuessPolicies.DEFAULT, events);
    }

    @Bean
    Passwords passwords(
            DataSource database, Vault vault, GuessLimits limits, InstantSource clock, SecurityEvents events) {
        return new Passwords(database, vault, limits, clock, new SecureRandom(), events);
    }

    @Bean
    TotpDevices totpDevices(
            DataSource database, Vault vault, GuessLimits limits, InstantSource clock, SecurityEvents events) {
        return new TotpDevices(database, vault, limits, clock, new SecureRandom(), events);
    }

    /** {@code TONGBAO_PUBLIC_URL} says where browsers reach us, {@code https://pay.example.com}; localhost otherwise. */
    @Bean
    Passkeys passkeys(
            DataSource database,
            ServerOptions options,
            Environment environment,
            InstantSource clock,
            Ids ids,
            SecurityEvents events) {
        String own = (options.tls() == null ? "http" : "https") + "://localhost:" + options.port();
        URI origin = URI.create(environment.getProperty("tongbao.public-url", own));
        if (origin.getHost() == null) {
            throw new StartRefused("TONGBAO_PUBLIC_URL must be like https://pay.example.com.");
        }
        RelyingParty party = new RelyingParty(origin.getHost(), "Tongbao 通宝", Set.of(origin.toString()));
        return new Passkeys(database, party, clock, ids, new SecureRandom(), events);
    }

    @Bean
    Sessions sessions(DataSource database, InstantSource clock, Ids ids, SecurityEvents events) {
        return new Sessions(
                database, clock, ids, new SecureRandom(), SessionPolicy.CUSTOMER, SessionPolicy.STAFF, events);
    }

    /** What has expired or was forgiven is of no use and only tells who came when. */
    @Bean
    RecurringTask<Void> purgeCredentials(
            GuessLimits limits, OneTimeCodes codes, Passkeys passkeys, Sessions sessions, ProofOfWork work) {
        return Tasks.recurring("purge-credentials", FixedDelay.ofHours(6)).execute((instance, context) -> {
            limits.purge();
            codes.purge();
            passkeys.purge();
            sessions.purge();
            work.purge();
        });
    }
}
