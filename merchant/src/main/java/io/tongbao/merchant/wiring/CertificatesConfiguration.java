package io.tongbao.merchant.wiring;

import io.tongbao.kernel.Ids;
import io.tongbao.merchant.IssueApiKey;
import io.tongbao.merchant.KeyExpiryEvents;
import io.tongbao.merchant.http.CertificatesController;
import io.tongbao.pki.Authorities;
import io.tongbao.pki.AuthorityKeys;
import io.tongbao.pki.Certificates;
import io.tongbao.pki.CreateAuthorities;
import io.tongbao.pki.CrlPublisher;
import io.tongbao.pki.ExpiryWarnings;
import io.tongbao.pki.ExternalCertificates;
import io.tongbao.pki.IssueCertificate;
import io.tongbao.pki.KeyFamily;
import io.tongbao.pki.OcspResponder;
import io.tongbao.pki.PkiPolicy;
import io.tongbao.pki.RenewCertificate;
import io.tongbao.pki.RevokeCertificate;
import io.tongbao.pki.SealedKeys;
import io.tongbao.pki.StatusFetch;
import io.tongbao.pki.TrustAnchors;
import io.tongbao.vault.Vault;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Certificates and what providers do with them. Whoever imports it provides {@link DataSource}, {@link InstantSource},
 * {@link Ids}, {@link Vault}, {@link PkiPolicy} and {@link MerchantConfiguration}; migrates the schema {@code pki} before
 * {@code merchant}; and runs {@link CertificateUpkeep#run} once a minute, on one node.
 */
@Configuration(proxyBeanMethods = false)
public class CertificatesConfiguration {

    @Bean
    AuthorityKeys authorityKeys(Vault vault) {
        return new SealedKeys(vault);
    }

    @Bean
    Authorities authorities(DataSource database, List<AuthorityKeys> stores) {
        return new Authorities(database, stores);
    }

    /** The authorities are made with the first start; later starts find them. */
    @Bean
    CreateAuthorities createAuthorities(
            DataSource database,
            InstantSource clock,
            Ids ids,
            Authorities authorities,
            AuthorityKeys keys,
            PkiPolicy policy) {
        CreateAuthorities create = new CreateAuthorities(database, clock, ids, authorities, keys, policy);
        create.execute(EnumSet.allOf(KeyFamily.class));
        return create;
    }

    @Bean
    CrlPublisher crlPublisher(DataSource database, InstantSource clock, Authorities authorities, PkiPolicy policy) {
        return new CrlPublisher(database, clock, authorities, policy);
    }

    @Bean
    OcspResponder ocspResponder(DataSource database, InstantSource clock, Authorities authorities, PkiPolicy policy) {
        return new OcspResponder(database, clock, authorities, policy);
    }

    @Bean
    Certificates certificates(DataSource database) {
        return new Certificates(database);
    }

    @Bean
    IssueCertificate issueCertificate(
            DataSource database, InstantSource clock, Ids ids, Authorities authorities, PkiPolicy policy) {
        return new IssueCertificate(database, clock, ids, authorities, policy);
    }

    @Bean
    RenewCertificate renewCertificate(
            DataSource database, InstantSource clock, Ids ids, Authorities authorities, PkiPolicy policy) {
        return new RenewCertificate(database, clock, ids, authorities, policy);
    }

    @Bean
    RevokeCertificate revokeCertificate(
            DataSource database, InstantSource clock, Authorities authorities, CrlPublisher lists) {
        return new RevokeCertificate(database, clock, authorities, lists);
    }

    @Bean
    TrustAnchors trustAnchors(DataSource database, InstantSource clock, Ids ids) {
        return new TrustAnchors(database, clock, ids);
    }

    @Bean(destroyMethod = "close")
    StatusFetch statusFetch(InstantSource clock) {
        return new StatusFetch(clock, StatusFetch.Bounds.DEFAULT);
    }

    @Bean
    ExternalCertificates externalCertificates(
            DataSource database, InstantSource clock, Ids ids, TrustAnchors anchors, StatusFetch fetch) {
        return new ExternalCertificates(database, clock, ids, anchors, fetch);
    }

    @Bean
    KeyExpiryEvents keyExpiryEvents(DataSource database, InstantSource clock, Ids ids) {
        return new KeyExpiryEvents(database, clock, ids);
    }

    @Bean
    ExpiryWarnings expiryWarnings(DataSource database, InstantSource clock, KeyExpiryEvents listener) {
        return new ExpiryWarnings(database, clock, listener);
    }

    @Bean
    CertificateUpkeep certificateUpkeep(
            RevokeCertificate revoke,
            CrlPublisher lists,
            ExternalCertificates external,
            ExpiryWarnings warnings,
            KeyExpiryEvents keys) {
        return new CertificateUpkeep(revoke, lists, external, warnings, keys);
    }

    @Bean
    CertificatesController certificatesController(
            IssueCertificate issue,
            RenewCertificate renew,
            RevokeCertificate revoke,
            ExternalCertificates external,
            Certificates certificates,
            Authorities authorities,
            IssueApiKey keys,
            InstantSource clock) {
        return new CertificatesController(
                new CertificatesController.UseCases(issue, renew, revoke, external, certificates, authorities, keys),
                clock);
    }
}
