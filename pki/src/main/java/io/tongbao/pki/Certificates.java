package io.tongbao.pki;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads of the certificates our authorities gave. Nothing is cached here. */
public final class Certificates {

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
}
