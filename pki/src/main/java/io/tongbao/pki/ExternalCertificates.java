package io.tongbao.pki;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Certificates of outside authorities that subjects of ours use. They are judged when they are brought and again every hour:
 * the chain, the anchor, and what the authority says about revocation. What is revoked once stays so.
 */
public final class ExternalCertificates {

    /** How old a judgement may be before it is made again. */
    public static final Duration RECHECK_AFTER = Duration.ofHours(1);

    private static final int MOST_AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final Ids ids;
    private final TrustAnchors anchors;
    private final ExternalStatus status;
    private final Certificates reads;

    public ExternalCertificates(
            DataSource database, InstantSource clock, Ids ids, TrustAnchors anchors, StatusFetch fetch) {
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.clock = clock;
        this.ids = ids;
        this.anchors = anchors;
        this.status = new ExternalStatus(fetch, clock);
        this.reads = new Certificates(database);
    }

    /**
     * Accepts an outside certificate for a subject. A certificate is public, so the subject proves that it holds the key: by a
     * PKCS#10 request with the same key, which names the subject or nobody. The same again gives the same.
     *
     * @param chainPem the certificate, then its intermediates
     * @throws Refused CERTIFICATE_NOT_TRUSTED, CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_REVOKED,
     *     CERTIFICATE_STATUS_UNAVAILABLE, CERTIFICATE_KEY_IN_USE, CERTIFICATE_KEY_COMPROMISED and those of reading a request
     */
    public ExternalCertificate accept(CertificateSubject subject, String chainPem, String proofCsrPem) {
        Csr proof = Csr.read(proofCsrPem);
        proof.requireFor(subject, List.of());
        ExternalChain chain = chain(chainPem);
        X509Certificate leaf = chain.path().getFirst();
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(leaf.getPublicKey().getEncoded());
        if (!Arrays.equals(CertificateRows.keyHash(key), CertificateRows.keyHash(proof.key()))) {
            throw new Refused(PkiError.CSR_SIGNATURE_WRONG, "the request's key is not the certificate's");
        }
        requireNotRevoked(chain);
        return transaction.execute(transactionStatus -> {
            CertifiedKeys.claim(jdbc, key, subject);
            return insert(subject, chain);
        });
    }

    /** Judges again what was not for an hour; for a job. Returns how many. */
    public int recheck() {
        record Due(UUID id, List<byte[]> chain) {}
        Instant now = clock.instant();
        List<Due> due = jdbc.sql("select id, chain from pki.external_certificate where status <> 2 and checked_at <= ?"
                        + " order by checked_at limit ?")
                .param(CertificateRows.time(now.minus(RECHECK_AFTER)))
                .param(MOST_AT_ONCE)
                .query((row, n) -> new Due(row.getObject("id", UUID.class), Certificates.chain(row)))
                .list();
        for (Due one : due) {
            jdbc.sql("update pki.external_certificate set status = ?, checked_at = ? where id = ? and status <> 2")
                    .param(judge(one.chain()).number())
                    .param(CertificateRows.time(now))
                    .param(one.id())
                    .update();
        }
        return due.size();
    }

    private ExternalCertificate.Standing judge(List<byte[]> ders) {
        try {
            ExternalChain chain = ExternalChain.validate(ExternalChain.parse(ders), anchors.active(), clock.instant());
            return switch (status.of(chain)) {
                case GOOD -> ExternalCertificate.Standing.GOOD;
                case REVOKED -> ExternalCertificate.Standing.REVOKED;
                case SILENCE ->
                    chain.anchor().onSilence() == TrustAnchor.OnSilence.ACCEPT
                            ? ExternalCertificate.Standing.GOOD
                            : ExternalCertificate.Standing.UNKNOWN;
            };
        } catch (Refused | CertificateException e) {
            // No longer trusted, for now: an anchor can come back.
            return ExternalCertificate.Standing.UNKNOWN;
        }
    }

    private ExternalChain chain(String pem) {
        try {
            return ExternalChain.validate(ExternalChain.read(pem), anchors.active(), clock.instant());
        } catch (CertificateException e) {
            throw new Refused(PkiError.CERTIFICATE_NOT_TRUSTED, "it cannot be read");
        }
    }

    private void requireNotRevoked(ExternalChain chain) {
        switch (status.of(chain)) {
            case REVOKED -> throw new Refused(PkiError.CERTIFICATE_REVOKED);
            case SILENCE -> {
                if (chain.anchor().onSilence() == TrustAnchor.OnSilence.REFUSE) {
                    throw new Refused(PkiError.CERTIFICATE_STATUS_UNAVAILABLE);
                }
            }
            case GOOD -> {}
        }
    }

    private ExternalCertificate insert(CertificateSubject subject, ExternalChain chain) {
        X509Certificate leaf = chain.path().getFirst();
        byte[][] ders = chain.path().stream().map(ExternalCertificates::encoded).toArray(byte[][]::new);
        Instant now = clock.instant();
        UUID id = jdbc.sql("insert into pki.external_certificate (id, anchor_id, subject_kind, subject_id, key_type,"
                        + " der_sha256, chain, not_before, not_after, status, checked_at, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?) on conflict (der_sha256) do update"
                        + " set status = case external_certificate.status when 2 then 2 else 1 end,"
                        + " anchor_id = excluded.anchor_id, chain = excluded.chain, checked_at = excluded.checked_at"
                        + " returning id")
                .param(ids.next())
                .param(chain.anchor().id())
                .param(subject.kind().number())
                .param(subject.id())
                .param(chain.type().number())
                .param(Bc.sha256(ders[0]))
                .param(ders)
                .param(CertificateRows.time(leaf.getNotBefore().toInstant()))
                .param(CertificateRows.time(leaf.getNotAfter().toInstant()))
                .param(CertificateRows.time(now))
                .param(CertificateRows.time(now))
                .query(UUID.class)
                .single();
        ExternalCertificate accepted = reads.findExternal(id).orElseThrow();
        accepted.requireValid(now);
        return accepted;
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new Refused(PkiError.CERTIFICATE_NOT_TRUSTED, "it cannot be read");
        }
    }
}
