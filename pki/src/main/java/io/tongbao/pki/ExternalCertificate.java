package io.tongbao.pki;

import io.tongbao.kernel.Refused;
import java.time.Instant;
import java.util.UUID;

/**
 * A certificate of an outside authority that a subject of ours uses.
 *
 * @param id public form {@code xcr_…}
 * @param standing what was learnt of it last
 */
public record ExternalCertificate(
        UUID id,
        CertificateSubject subject,
        KeyType keyType,
        Instant notBefore,
        Instant notAfter,
        Standing standing,
        byte[] der) {

    /** Prefix of public ids of outside certificates. */
    public static final String PREFIX = "xcr";

    /** The number is stored and never changes. */
    public enum Standing {
        GOOD(1),
        /** For good. */
        REVOKED(2),
        /** Its authority does not answer, and its anchor wants an answer. */
        UNKNOWN(3),
        /** Its anchor is retired. */
        UNTRUSTED(4);

        private final int number;

        Standing(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Standing of(int number) {
            return switch (number) {
                case 1 -> GOOD;
                case 2 -> REVOKED;
                default -> UNKNOWN;
            };
        }
    }

    /**
     * @throws Refused CERTIFICATE_REVOKED, CERTIFICATE_STATUS_UNAVAILABLE, CERTIFICATE_NOT_TRUSTED,
     *     CERTIFICATE_NOT_YET_VALID, CERTIFICATE_EXPIRED
     */
    public void requireValid(Instant now) {
        switch (standing) {
            case REVOKED -> throw new Refused(PkiError.CERTIFICATE_REVOKED);
            case UNKNOWN -> throw new Refused(PkiError.CERTIFICATE_STATUS_UNAVAILABLE);
            case UNTRUSTED -> throw new Refused(PkiError.CERTIFICATE_NOT_TRUSTED);
            case GOOD -> {}
        }
        if (now.isBefore(notBefore)) {
            throw new Refused(PkiError.CERTIFICATE_NOT_YET_VALID);
        }
        if (now.isAfter(notAfter)) {
            throw new Refused(PkiError.CERTIFICATE_EXPIRED);
        }
    }

    /** The certified key, X.509 SubjectPublicKeyInfo in DER. */
    public byte[] publicKeyDer() {
        return CertifiedKeys.publicKey(der);
    }

    @Override
    public String toString() {
        return "ExternalCertificate[" + id + " for " + subject.publicId() + " " + standing + "]";
    }
}
