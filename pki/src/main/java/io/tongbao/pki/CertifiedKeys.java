package io.tongbao.pki;

import io.tongbao.kernel.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose each certified public key is. Works in the caller's transaction. */
final class CertifiedKeys {

    private CertifiedKeys() {}

    /**
     * Takes a key for a subject, for ever.
     *
     * @throws Refused CERTIFICATE_KEY_IN_USE, CERTIFICATE_KEY_COMPROMISED
     */
    static void claim(JdbcClient jdbc, SubjectPublicKeyInfo key, CertificateSubject subject) {
        byte[] hash = CertificateRows.keyHash(key);
        jdbc.sql("insert into pki.certified_key (public_key_sha256, subject_kind, subject_id) values (?, ?, ?)"
                        + " on conflict do nothing")
                .param(hash)
                .param(subject.kind().number())
                .param(subject.id())
                .update();
        record Owner(CertificateSubject subject, boolean compromised) {}
        Owner owner = jdbc.sql("select subject_kind, subject_id, compromised from pki.certified_key"
                        + " where public_key_sha256 = ? for share")
                .param(hash)
                .query((row, n) -> new Owner(
                        new CertificateSubject(
                                SubjectKind.of(row.getInt("subject_kind")), row.getObject("subject_id", UUID.class)),
                        row.getBoolean("compromised")))
                .single();
        if (owner.compromised()) {
            throw new Refused(PkiError.CERTIFICATE_KEY_COMPROMISED);
        }
        if (!owner.subject().equals(subject)) {
            throw new Refused(PkiError.CERTIFICATE_KEY_IN_USE);
        }
    }

    static byte[] publicKey(byte[] certificateDer) {
        try {
            return Authority.holder(certificateDer).getSubjectPublicKeyInfo().getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException("a stored certificate's key cannot be encoded", e);
        }
    }
}
