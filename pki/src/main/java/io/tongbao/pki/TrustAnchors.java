package io.tongbao.pki;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.pki.TrustAnchor.OnSilence;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The certificates of licensed outside authorities. Staff installs and retires them, under maker/checker; nothing is trusted
 * because a machine or a library brings it along.
 */
public final class TrustAnchors {

    private static final int KEY_CERT_SIGN = 5;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Ids ids;

    public TrustAnchors(DataSource database, InstantSource clock, Ids ids) {
        this.jdbc = JdbcClient.create(database);
        this.clock = clock;
        this.ids = ids;
    }

    /** The anchors that count, oldest first. */
    public List<TrustAnchor> active() {
        return jdbc.sql("select " + TrustAnchor.COLUMNS + " from pki.anchor n where n.active order by n.id")
                .query((row, n) -> TrustAnchor.of(row))
                .list();
    }

    /** One anchor, active or not. */
    public Optional<TrustAnchor> find(UUID id) {
        return jdbc.sql("select " + TrustAnchor.COLUMNS + " from pki.anchor n where n.id = ?")
                .param(id)
                .query((row, n) -> TrustAnchor.of(row))
                .optional();
    }

    /** The anchor of this very certificate, active or not. */
    public Optional<TrustAnchor> of(byte[] certificateDer) {
        return jdbc.sql("select " + TrustAnchor.COLUMNS + " from pki.anchor n where n.der_sha256 = ?")
                .param(Bc.sha256(certificateDer))
                .query((row, n) -> TrustAnchor.of(row))
                .optional();
    }

    /**
     * Trusts an authority. Installing the same certificate again gives the same anchor, active again and with the new label
     * and policy.
     *
     * @param label 1 to 100 characters
     * @param pem one certificate
     * @throws Refused INVALID_REQUEST (label), TRUST_ANCHOR_NOT_ALLOWED
     */
    public TrustAnchor install(String label, String pem, OnSilence onSilence) {
        if (label.isBlank() || label.length() > 100) {
            throw new Refused(RequestError.INVALID_REQUEST, "the label has 1 to 100 characters");
        }
        byte[] der = requireAuthority(pem);
        return jdbc.sql("insert into pki.anchor as n (id, label, certificate, der_sha256, on_silence, created_at)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict (der_sha256) do update"
                        + " set label = excluded.label, on_silence = excluded.on_silence, active = true returning "
                        + TrustAnchor.COLUMNS)
                .param(ids.next())
                .param(label)
                .param(der)
                .param(Bc.sha256(der))
                .param(onSilence.number())
                .param(CertificateRows.time(clock.instant()))
                .query((row, n) -> TrustAnchor.of(row))
                .single();
    }

    /**
     * Trusts an authority no longer; keys certified under it stop within a second.
     *
     * @throws Refused NOT_FOUND
     */
    public void retire(UUID id) {
        int rows = jdbc.sql("update pki.anchor set active = false where id = ?")
                .param(id)
                .update();
        if (rows == 0) {
            throw new Refused(RequestError.NOT_FOUND, "trust anchor");
        }
    }

    /**
     * The certificate's DER, when it may be installed.
     *
     * @throws Refused TRUST_ANCHOR_NOT_ALLOWED
     */
    public byte[] requireAuthority(String pem) {
        try {
            List<X509Certificate> read = ExternalChain.read(pem);
            if (read.size() != 1) {
                throw new Refused(PkiError.TRUST_ANCHOR_NOT_ALLOWED, "give exactly one certificate");
            }
            X509Certificate certificate = read.getFirst();
            boolean[] usage = certificate.getKeyUsage();
            Instant now = clock.instant();
            if (certificate.getBasicConstraints() < 0 || usage == null || !usage[KEY_CERT_SIGN]) {
                throw new Refused(PkiError.TRUST_ANCHOR_NOT_ALLOWED, "it is not the certificate of an authority");
            }
            if (certificate.getNotAfter().toInstant().isBefore(now)
                    || certificate.getNotBefore().toInstant().isAfter(now)) {
                throw new Refused(PkiError.TRUST_ANCHOR_NOT_ALLOWED, "it is not valid now");
            }
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new Refused(PkiError.TRUST_ANCHOR_NOT_ALLOWED, "it cannot be read");
        }
    }
}
