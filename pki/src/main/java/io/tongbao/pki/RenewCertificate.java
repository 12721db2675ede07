package io.tongbao.pki;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives the certificate that follows another one. Both are valid for the overlap; then the old one is revoked as
 * superseded. The key may be the old one's or, better, a new one. The same request id again gives the first answer.
 *
 * <p>Errors: those of {@link IssueCertificate}; CERTIFICATE_UNKNOWN (also another's), CERTIFICATE_REVOKED and
 * CERTIFICATE_EXPIRED of the old one; INVALID_REQUEST (overlap).
 */
public final class RenewCertificate {

    /** The longest overlap. */
    public static final Duration MOST_OVERLAP = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final Issuance issuance;

    public RenewCertificate(
            DataSource database, InstantSource clock, Ids ids, Authorities authorities, PkiPolicy policy) {
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.clock = clock;
        this.issuance = new Issuance(jdbc, clock, ids, authorities, policy);
    }

    /**
     * @param subject who asked
     * @param certificateId the certificate to follow
     * @param overlap how long both are valid, 0 to 30 days
     */
    public record Command(
            CertificateSubject subject, UUID certificateId, String requestKey, String csrPem, Duration overlap) {

        public Command {
            IssueCertificate.requireRequestKey(requestKey);
            if (overlap.isNegative() || overlap.compareTo(MOST_OVERLAP) > 0) {
                throw new Refused(RequestError.INVALID_REQUEST, "the overlap is 0 to 30 days");
            }
        }
    }

    public IssuedCertificate execute(Command command) {
        Csr csr = Csr.read(command.csrPem());
        byte[] hash = Bc.sha256((command.certificateId() + "\n" + command.overlap() + "\n"
                        + command.csrPem().strip())
                .getBytes(StandardCharsets.UTF_8));
        return transaction.execute(status -> renew(command, csr, hash));
    }

    private IssuedCertificate renew(Command command, Csr csr, byte[] hash) {
        Optional<IssuedCertificate> earlier = issuance.earlier(command.subject(), command.requestKey(), hash);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        IssuedCertificate old = jdbc.sql(CertificateRows.SELECT + "where c.id = ? for update of c")
                .param(command.certificateId())
                .query((row, n) -> CertificateRows.read(row))
                .optional()
                .filter(found -> found.subject().equals(command.subject()))
                .orElseThrow(() -> new Refused(PkiError.CERTIFICATE_UNKNOWN));
        Instant now = clock.instant();
        old.requireValid(now);
        // A renewal keeps the names of the certificate it follows.
        List<String> names = Certificates.dnsNames(old);
        csr.requireFor(command.subject(), names);
        Instant end = now.plus(command.overlap());
        jdbc.sql("update pki.certificate set supersede_at = least(coalesce(supersede_at, 'infinity'), ?) where id = ?")
                .param(CertificateRows.time(end))
                .param(old.id())
                .update();
        return issuance.issue(new Issuance.Wish(command.subject(), names, csr, command.requestKey(), hash));
    }
}
