package io.tongbao.pki;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.pki.Authority.Level;
import io.tongbao.pki.CertificateForms.Validity;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives a certificate within the caller's transaction; common to the first one and to renewals. */
final class Issuance {

    /** A request that was read and found to be its subject's own. */
    record Wish(CertificateSubject subject, List<String> dnsNames, Csr csr, String requestKey, byte[] requestHash) {}

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Ids ids;
    private final Authorities authorities;
    private final PkiPolicy policy;
    private final CertificateForms forms;

    Issuance(JdbcClient jdbc, InstantSource clock, Ids ids, Authorities authorities, PkiPolicy policy) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.ids = ids;
        this.authorities = authorities;
        this.policy = policy;
        this.forms = new CertificateForms(policy);
    }

    /** The certificate this request id got before, if any. All requests of one subject go one after another. */
    Optional<IssuedCertificate> earlier(CertificateSubject subject, String requestKey, byte[] requestHash) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:subject, 0))")
                .param("subject", subject.uri())
                .query((row, n) -> n)
                .single();
        return jdbc.sql(CertificateRows.SELECT + "where c.subject_kind = ? and c.subject_id = ? and c.request_key = ?")
                .param(subject.kind().number())
                .param(subject.id())
                .param(requestKey)
                .query((row, n) -> {
                    if (!MessageDigest.isEqual(row.getBytes("request_hash"), requestHash)) {
                        throw new Refused(PkiError.CERTIFICATE_REQUEST_CONFLICT);
                    }
                    return CertificateRows.read(row);
                })
                .optional();
    }

    IssuedCertificate issue(Wish wish) {
        Optional<IssuedCertificate> earlier = earlier(wish.subject(), wish.requestKey(), wish.requestHash());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Instant now = clock.instant();
        requireRoom(wish.subject(), now);
        CertifiedKeys.claim(jdbc, wish.csr().key(), wish.subject());
        Authority issuer = authorities.active(wish.csr().type().issuer(), Level.ISSUING);
        Instant start = now.truncatedTo(ChronoUnit.SECONDS);
        Instant issuerEnd = issuer.certificate().getNotAfter().toInstant();
        Instant end = start.plus(policy.certificateLife());
        if (!now.isBefore(issuerEnd)) {
            throw new Refused(PkiError.AUTHORITY_UNAVAILABLE, issuer.name() + " has expired");
        }
        Validity validity =
                new Validity(start.minus(CreateAuthorities.BACKDATED), end.isBefore(issuerEnd) ? end : issuerEnd);
        X509CertificateHolder certificate = forms.endEntity(
                wish.subject(),
                wish.dnsNames(),
                wish.csr().key(),
                authorities.serial(),
                validity,
                issuer,
                authorities.signer(issuer));
        UUID id = ids.next();
        CertificateRows.insert(
                jdbc,
                new CertificateRows.NewRow(
                        id,
                        issuer.id(),
                        certificate,
                        wish.subject(),
                        wish.csr().type(),
                        wish.requestKey(),
                        wish.requestHash(),
                        now));
        return jdbc.sql(CertificateRows.SELECT + "where c.id = ?")
                .param(id)
                .query((row, n) -> CertificateRows.read(row))
                .single();
    }

    private void requireRoom(CertificateSubject subject, Instant now) {
        record Counts(int valid, int today) {}
        Counts counts = jdbc.sql("select count(*) filter (where revoked_at is null and not_after > ?) as valid,"
                        + " count(*) filter (where created_at > ?) as today"
                        + " from pki.certificate where subject_kind = ? and subject_id = ?")
                .param(CertificateRows.time(now))
                .param(CertificateRows.time(now.minus(Duration.ofDays(1))))
                .param(subject.kind().number())
                .param(subject.id())
                .query((row, n) -> new Counts(row.getInt("valid"), row.getInt("today")))
                .single();
        // Asking and revoking in turn would make the revocation list grow without end.
        if (counts.valid() >= policy.mostPerSubject() || counts.today() >= 2 * policy.mostPerSubject()) {
            throw new Refused(PkiError.CERTIFICATE_LIMIT_REACHED);
        }
    }
}
