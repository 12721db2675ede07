package io.tongbao.pki;

import io.tongbao.kernel.Refused;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A certificate one of our authorities gave.
 *
 * @param id public form {@code crt_…}
 * @param authority the issuer's name
 * @param supersedeAt when it ends because another one follows it; null when none does
 * @param authorityRevoked whether its issuer is revoked, and it with that
 */
public record IssuedCertificate(
        UUID id,
        String authority,
        BigInteger serial,
        CertificateSubject subject,
        KeyType keyType,
        Instant notBefore,
        Instant notAfter,
        @Nullable Instant revokedAt,
        @Nullable RevocationReason reason,
        @Nullable Instant supersedeAt,
        boolean authorityRevoked,
        byte[] der) {

    /** Prefix of public certificate ids. */
    public static final String PREFIX = "crt";

    /** What it is worth at some moment. */
    public enum State {
        NOT_YET_VALID,
        VALID,
        EXPIRED,
        REVOKED
    }

    public State state(Instant now) {
        boolean superseded = supersedeAt != null && !now.isBefore(supersedeAt);
        if (revokedAt != null || authorityRevoked || superseded) {
            return State.REVOKED;
        }
        if (now.isBefore(notBefore)) {
            return State.NOT_YET_VALID;
        }
        return now.isAfter(notAfter) ? State.EXPIRED : State.VALID;
    }

    /**
     * @throws Refused CERTIFICATE_REVOKED, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_EXPIRED
     */
    public void requireValid(Instant now) {
        switch (state(now)) {
            case REVOKED -> throw new Refused(PkiError.CERTIFICATE_REVOKED);
            case NOT_YET_VALID -> throw new Refused(PkiError.CERTIFICATE_NOT_YET_VALID);
            case EXPIRED -> throw new Refused(PkiError.CERTIFICATE_EXPIRED);
            case VALID -> {}
        }
    }

    public String pem() {
        return Pem.certificate(der);
    }

    /** The certified key, X.509 SubjectPublicKeyInfo in DER. */
    public byte[] publicKeyDer() {
        return CertifiedKeys.publicKey(der);
    }

    @Override
    public String toString() {
        return "IssuedCertificate[" + authority + " " + serial.toString(16) + " for " + subject.publicId() + "]";
    }
}
