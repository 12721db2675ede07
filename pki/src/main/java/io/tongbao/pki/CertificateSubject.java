package io.tongbao.pki;

import io.tongbao.kernel.PublicId;
import java.util.UUID;

/** Whom a certificate is for. */
public record CertificateSubject(SubjectKind kind, UUID id) {

    /** {@code sp_…}: the certificate's common name. */
    public String publicId() {
        return PublicId.format(kind.prefix(), id);
    }

    /** {@code urn:tongbao:provider:sp_…}: the certificate's alternative name. */
    public String uri() {
        return "urn:tongbao:" + kind.word() + ":" + publicId();
    }
}
