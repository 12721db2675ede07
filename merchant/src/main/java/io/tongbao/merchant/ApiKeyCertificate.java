package io.tongbao.merchant;

import io.tongbao.kernel.PublicId;
import io.tongbao.pki.CertificateSubject;
import io.tongbao.pki.ExternalCertificate;
import io.tongbao.pki.IssuedCertificate;
import io.tongbao.pki.KeyType;
import io.tongbao.pki.PkiError;
import java.time.Instant;

/** The certificate that vouches for a key; sealed over whose it is. */
public sealed interface ApiKeyCertificate {

    /** {@code crt_…} or {@code xcr_…}. */
    String publicId();

    CertificateSubject subject();

    KeyType keyType();

    /** X.509 SubjectPublicKeyInfo in DER. */
    byte[] publicKeyDer();

    /**
     * @throws io.tongbao.kernel.Refused {@link PkiError#CERTIFICATE_REVOKED}, CERTIFICATE_EXPIRED,
     *     CERTIFICATE_NOT_YET_VALID, CERTIFICATE_NOT_TRUSTED, CERTIFICATE_STATUS_UNAVAILABLE
     */
    void requireValid(Instant now);

    /** Given by our own authority. */
    record Own(IssuedCertificate certificate) implements ApiKeyCertificate {
        static final int SOURCE = 1;

        @Override
        public String publicId() {
            return PublicId.format(IssuedCertificate.PREFIX, certificate.id());
        }

        @Override
        public CertificateSubject subject() {
            return certificate.subject();
        }

        @Override
        public KeyType keyType() {
            return certificate.keyType();
        }

        @Override
        public byte[] publicKeyDer() {
            return certificate.publicKeyDer();
        }

        @Override
        public void requireValid(Instant now) {
            certificate.requireValid(now);
        }
    }

    /** Given by an outside authority. */
    record Outside(ExternalCertificate certificate) implements ApiKeyCertificate {
        static final int SOURCE = 2;

        @Override
        public String publicId() {
            return PublicId.format(ExternalCertificate.PREFIX, certificate.id());
        }

        @Override
        public CertificateSubject subject() {
            return certificate.subject();
        }

        @Override
        public KeyType keyType() {
            return certificate.keyType();
        }

        @Override
        public byte[] publicKeyDer() {
            return certificate.publicKeyDer();
        }

        @Override
        public void requireValid(Instant now) {
            certificate.requireValid(now);
        }
    }
}
