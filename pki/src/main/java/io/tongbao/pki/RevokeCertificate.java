package io.tongbao.pki;

import io.tongbao.kernel.Refused;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Revokes a certificate for good. OCSP and a new revocation list say so from the moment this returns. Revoking again changes
 * nothing but for a compromised key, which is a worse reason than any and ends every certificate of that key. Revoking an
 * authority's certificate ends the authority
 * and all it certified.
 *
 * <p>Errors: CERTIFICATE_UNKNOWN; AUTHORITY_UNAVAILABLE when the issuer's key is not attached to sign the new list.
 */
public final class RevokeCertificate {

    private static final int MOST_AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final Authorities authorities;
    private final CrlPublisher lists;

    public RevokeCertificate(DataSource database, InstantSource clock, Authorities authorities, CrlPublisher lists) {
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.clock = clock;
        this.authorities = authorities;
        this.lists = lists;
    }

    /**
     * @param owner whose it must be; null when staff revokes
     */
    public record Command(
            UUID certificateId,
            RevocationReason reason,
            @Nullable CertificateSubject owner) {}

    public IssuedCertificate execute(Command command) {
        return transaction.execute(status -> {
            IssuedCertificate found = read(command.certificateId());
            if (command.owner() != null && !found.subject().equals(command.owner())) {
                throw new Refused(PkiError.CERTIFICATE_UNKNOWN);
            }
            boolean worse = command.reason().spoilsTheKey()
                    && found.reason() != null
                    && !found.reason().spoilsTheKey();
            if (found.revokedAt() == null || worse) {
                revoke(found, command.reason());
                if (command.reason().spoilsTheKey()) {
                    revokeOthersOfTheKey(found, command.reason());
                }
            }
            return read(command.certificateId());
        });
    }

    /** A key that is in other hands is so under every certificate. */
    private void revokeOthersOfTheKey(IssuedCertificate certificate, RevocationReason reason) {
        byte[] key = Bc.sha256(certificate.publicKeyDer());
        jdbc.sql("update pki.certified_key set compromised = true where public_key_sha256 = ?")
                .param(key)
                .update();
        jdbc.sql("select id from pki.certificate where public_key_sha256 = ? and revoked_at is null order by id")
                .param(key)
                .query(UUID.class)
                .list()
                .forEach(id -> revoke(read(id), reason));
    }

    /** Revokes what was renewed and whose overlap is over; for a job. Returns how many. */
    public int revokeSuperseded() {
        Instant now = clock.instant();
        List<UUID> due = jdbc.sql("select id from pki.certificate where supersede_at <= ? and revoked_at is null"
                        + " order by supersede_at limit ?")
                .param(CertificateRows.time(now))
                .param(MOST_AT_ONCE)
                .query(UUID.class)
                .list();
        due.forEach(id -> execute(new Command(id, RevocationReason.SUPERSEDED, null)));
        return due.size();
    }

    private IssuedCertificate read(UUID id) {
        return jdbc.sql(CertificateRows.SELECT + "where c.id = ? for update of c")
                .param(id)
                .query((row, n) -> CertificateRows.read(row))
                .optional()
                .orElseThrow(() -> new Refused(PkiError.CERTIFICATE_UNKNOWN));
    }

    private void revoke(IssuedCertificate certificate, RevocationReason reason) {
        jdbc.sql("update pki.certificate set revoked_at = coalesce(revoked_at, ?), revocation_reason = ? where id = ?")
                .param(CertificateRows.time(clock.instant()))
                .param(reason.number())
                .param(certificate.id())
                .update();
        if (certificate.subject().kind() == SubjectKind.AUTHORITY) {
            jdbc.sql("update pki.authority set status = 3 where id = ?")
                    .param(certificate.subject().id())
                    .update();
        }
        Authority issuer = authorities
                .find(certificate.authority())
                .orElseThrow(() -> new IllegalStateException("a certificate without an issuer"));
        lists.publish(issuer);
    }
}
