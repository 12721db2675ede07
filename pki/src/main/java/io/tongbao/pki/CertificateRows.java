package io.tongbao.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code pki.certificate}. */
final class CertificateRows {

    static final String SELECT = "select c.id, c.serial, c.subject_kind, c.subject_id, c.key_type, c.not_before,"
            + " c.not_after, c.revoked_at, c.revocation_reason, c.supersede_at, c.der, c.request_hash, a.name as authority,"
            + " a.status = 3 as authority_revoked"
            + " from pki.certificate c join pki.authority a on a.id = c.authority_id ";

    /** A certificate to be written. */
    record NewRow(
            UUID id,
            UUID authorityId,
            X509CertificateHolder certificate,
            CertificateSubject subject,
            KeyType type,
            String requestKey,
            byte[] requestHash,
            Instant createdAt) {}

    private CertificateRows() {}

    static void insert(JdbcClient jdbc, NewRow row) {
        byte[] der = CreateAuthorities.encoded(row.certificate());
        jdbc.sql("insert into pki.certificate (id, authority_id, serial, subject_kind, subject_id, key_type,"
                        + " public_key_sha256, not_before, not_after, der, der_sha256, request_key, request_hash, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(row.id())
                .param(row.authorityId())
                .param(row.certificate().getSerialNumber().toByteArray())
                .param(row.subject().kind().number())
                .param(row.subject().id())
                .param(row.type().number())
                .param(keyHash(row.certificate().getSubjectPublicKeyInfo()))
                .param(time(row.certificate().getNotBefore().toInstant()))
                .param(time(row.certificate().getNotAfter().toInstant()))
                .param(der)
                .param(Bc.sha256(der))
                .param(row.requestKey())
                .param(row.requestHash())
                .param(time(row.createdAt()))
                .update();
    }

    static IssuedCertificate read(ResultSet row) throws SQLException {
        int reason = row.getInt("revocation_reason");
        RevocationReason revoked = row.wasNull() ? null : RevocationReason.of(reason);
        return new IssuedCertificate(
                row.getObject("id", UUID.class),
                row.getString("authority"),
                new BigInteger(row.getBytes("serial")),
                new CertificateSubject(
                        SubjectKind.of(row.getInt("subject_kind")), row.getObject("subject_id", UUID.class)),
                KeyType.of(row.getInt("key_type")),
                instant(row, "not_before"),
                instant(row, "not_after"),
                optionalInstant(row, "revoked_at"),
                revoked,
                optionalInstant(row, "supersede_at"),
                row.getBoolean("authority_revoked"),
                row.getBytes("der"));
    }

    static byte[] keyHash(SubjectPublicKeyInfo key) {
        try {
            return Bc.sha256(key.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException("a public key cannot be encoded", e);
        }
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant optionalInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
