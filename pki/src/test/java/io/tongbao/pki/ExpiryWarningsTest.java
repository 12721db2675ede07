package io.tongbao.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiryWarningsTest {

    @Test
    void warnsOnceAtThirtySevenAndOneDays() {
        FakeClock clock = new FakeClock();
        try (PkiFixture pki = new PkiFixture(clock, EnumSet.of(KeyFamily.ED25519))) {
            List<String> told = new ArrayList<>();
            ExpiryWarnings warnings = new ExpiryWarnings(
                    pki.database.dataSource(), clock, (connection, certificate, days) -> told.add(days + " days"));
            CertificateSubject shop = pki.provider();
            IssuedCertificate given =
                    pki.issue.execute(IssueCertificate.Command.of(shop, "1", Requests.csr(KeyType.ED25519)));
            assertThat(warnings.run()).isZero();
            clock.set(given.notAfter().minus(Duration.ofDays(30)));
            warnings.run();
            warnings.run();
            assertThat(told).containsExactly("30 days");
            clock.set(given.notAfter().minus(Duration.ofHours(12)));
            // The week's warning was missed; only the nearest counts.
            warnings.run();
            warnings.run();
            assertThat(told).containsExactly("30 days", "1 days");
        }
    }

    @Test
    void whatWasRenewedOrRevokedIsNotWarnedOf() {
        FakeClock clock = new FakeClock();
        try (PkiFixture pki = new PkiFixture(clock, EnumSet.of(KeyFamily.ED25519))) {
            List<Integer> told = new ArrayList<>();
            ExpiryWarnings warnings = new ExpiryWarnings(
                    pki.database.dataSource(), clock, (connection, certificate, days) -> told.add(days));
            CertificateSubject shop = pki.provider();
            IssuedCertificate renewed =
                    pki.issue.execute(IssueCertificate.Command.of(shop, "1", Requests.csr(KeyType.ED25519)));
            IssuedCertificate revoked =
                    pki.issue.execute(IssueCertificate.Command.of(shop, "2", Requests.csr(KeyType.ED25519)));
            pki.revoke.execute(new RevokeCertificate.Command(revoked.id(), RevocationReason.UNSPECIFIED, shop));
            clock.set(renewed.notAfter().minus(Duration.ofDays(31)));
            pki.renew.execute(new RenewCertificate.Command(
                    shop, renewed.id(), "3", Requests.csr(KeyType.ED25519), Duration.ofDays(7)));
            clock.advance(Duration.ofDays(2));
            assertThat(warnings.run()).isZero();
            assertThat(told).isEmpty();
        }
    }
}
