package io.tongbao.pki;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads of the certificates our authorities gave, and of outside ones that were accepted. Nothing is cached here. */
public final class Certificates {

    private static final String EXTERNAL =
            "select e.id, e.subject_kind, e.subject_id, e.key_type, e.not_before, e.not_after,"
                    + " e.status, e.chain, n.active as anchor_active from pki.external_certificate e"
                    + " join pki.anchor n on n.id = e.anchor_id ";

    private final JdbcClient jdbc;

    public Certificates(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    public Optional<IssuedCertificate> find(UUID id) {
        return jdbc.sql(CertificateRows.SELECT + "where c.id = ?")
                .param(id)
                .query((row, n) -> CertificateRows.read(row))
                .optional();
    }

    /** A subject's certificates, newest first, the ended ones too. */
    public List<IssuedCertificate> of(CertificateSubject subject, int limit) {
        return jdbc.sql(CertificateRows.SELECT
                        + "where c.subject_kind = ? and c.subject_id = ? order by c.created_at desc, c.id desc limit ?")
                .param(subject.kind().number())
                .param(subject.id())
                .param(limit)
                .query((row, n) -> CertificateRows.read(row))
                .list();
    }

    /**
     * The certificate that a TLS client showed. The handshake proved the key; whether this very certificate is ours and
     * still valid is said here.
     *
     * @param der as shown
     */
    public Optional<IssuedCertificate> shown(byte[] der) {
        return jdbc.sql(CertificateRows.SELECT + "where c.der_sha256 = ?")
                .param(Bc.sha256(der))
                .query((row, n) -> CertificateRows.read(row))
                .optional();
    }

    /** A certificate of an outside authority, as it was judged last. */
    public Optional<ExternalCertificate> findExternal(UUID id) {
        return jdbc.sql(EXTERNAL + "where e.id = ?")
                .param(id)
                .query((row, n) -> external(row))
                .optional();
    }

    static List<String> dnsNames(IssuedCertificate certificate) {
        List<String> names = new ArrayList<>();
        GeneralNames alternatives = GeneralNames.fromExtensions(
                Authority.holder(certificate.der()).getExtensions(), Extension.subjectAlternativeName);
        if (alternatives != null) {
            for (GeneralName name : alternatives.getNames()) {
                if (name.getTagNo() == GeneralName.dNSName) {
                    names.add(name.getName().toString());
                }
            }
        }
        return names;
    }

    private static ExternalCertificate external(ResultSet row) throws SQLException {
        return new ExternalCertificate(
                row.getObject("id", UUID.class),
                new CertificateSubject(
                        SubjectKind.of(row.getInt("subject_kind")), row.getObject("subject_id", UUID.class)),
                KeyType.of(row.getInt("key_type")),
                CertificateRows.instant(row, "not_before"),
                CertificateRows.instant(row, "not_after"),
                row.getBoolean("anchor_active")
                        ? ExternalCertificate.Standing.of(row.getInt("status"))
                        : ExternalCertificate.Standing.UNTRUSTED,
                chain(row).getFirst());
    }

    static List<byte[]> chain(ResultSet row) throws SQLException {
        Array array = row.getArray("chain");
        return List.of((byte[][]) array.getArray());
    }
}
