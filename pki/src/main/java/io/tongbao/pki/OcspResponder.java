package io.tongbao.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Answers OCSP requests (RFC 6960), signed by the authority that gave the certificate. A serial we never gave is
 * <i>unknown</i>; a nonce (RFC 8954, 1 to 32 octets) comes back; what cannot be read or is not about our authorities gets the
 * protocol's own unsigned error.
 */
public final class OcspResponder {

    /** The longest request that is read, in octets. */
    public static final int MOST_OCTETS = 8_192;

    private static final int MOST_CERTIFICATES = 10;
    private static final int MOST_NONCE = 32;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Authorities authorities;
    private final PkiPolicy policy;
    private final DigestCalculatorProvider digests;

    public OcspResponder(DataSource database, InstantSource clock, Authorities authorities, PkiPolicy policy) {
        this.jdbc = JdbcClient.create(database);
        this.clock = clock;
        this.authorities = authorities;
        this.policy = policy;
        this.digests = new BcDigestCalculatorProvider();
    }

    /**
     * @param cacheSeconds how long anybody may keep it; 0 for not at all
     */
    public record Answer(byte[] der, long cacheSeconds) {}

    /** A request of the GET form: base 64, already percent-decoded. */
    public Answer answer(String base64) {
        try {
            return answer(
                    base64.length() > MOST_OCTETS
                            ? new byte[0]
                            : Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return error(OCSPRespBuilder.MALFORMED_REQUEST);
        }
    }

    /** A request of the POST form. */
    public Answer answer(byte[] der) {
        if (der.length == 0 || der.length > MOST_OCTETS) {
            return error(OCSPRespBuilder.MALFORMED_REQUEST);
        }
        OCSPReq request;
        Req[] asked;
        byte @Nullable [] nonce;
        try {
            request = new OCSPReq(der);
            asked = request.getRequestList();
            nonce = nonce(request);
        } catch (IOException e) {
            return error(OCSPRespBuilder.MALFORMED_REQUEST);
        } catch (RuntimeException e) { // the parser of hostile bytes throws whatever comes; none of it is our fault
            return error(OCSPRespBuilder.MALFORMED_REQUEST);
        }
        if (asked.length == 0
                || asked.length > MOST_CERTIFICATES
                || (nonce != null && (nonce.length == 0 || nonce.length > MOST_NONCE))) {
            return error(OCSPRespBuilder.MALFORMED_REQUEST);
        }
        return answer(asked, nonce);
    }

    private static byte @Nullable [] nonce(OCSPReq request) {
        Extension extension = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        return extension == null
                ? null
                : ASN1OctetString.getInstance(extension.getParsedValue()).getOctets();
    }

    private Answer answer(Req[] asked, byte @Nullable [] nonce) {
        try {
            List<Authority> all = authorities.list();
            Optional<Authority> issuer = issuer(all, asked[0].getCertID());
            if (issuer.isEmpty()) {
                // RFC 5019 §2.2.3: not ours to say.
                return error(OCSPRespBuilder.UNAUTHORIZED);
            }
            return signed(issuer.get(), asked, nonce);
        } catch (OCSPException | OperatorCreationException e) {
            // An unknown digest for the issuer's name, for one.
            return error(OCSPRespBuilder.UNAUTHORIZED);
        }
    }

    private Optional<Authority> issuer(List<Authority> all, CertificateID id) throws OCSPException {
        for (Authority authority : all) {
            if (id.matchesIssuer(authority.certificate(), digests)) {
                return Optional.of(authority);
            }
        }
        return Optional.empty();
    }

    private Answer signed(Authority issuer, Req[] asked, byte @Nullable [] nonce)
            throws OCSPException, OperatorCreationException {
        X509CertificateHolder certificate = issuer.certificate();
        DigestCalculator sha1 = digests.get(RespID.HASH_SHA1);
        BasicOCSPRespBuilder builder =
                new BasicOCSPRespBuilder(new RespID(certificate.getSubjectPublicKeyInfo(), sha1));
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Date next = Date.from(now.plus(policy.ocspLife()));
        for (Req request : asked) {
            CertificateID id = request.getCertID();
            @Nullable
            CertificateStatus status =
                    id.matchesIssuer(certificate, digests) ? status(issuer, id) : new UnknownStatus();
            builder.addResponse(id, status, Date.from(now), next, null);
        }
        if (nonce != null) {
            builder.setResponseExtensions(new Extensions(new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, encoded(new DEROctetString(nonce)))));
        }
        OCSPResp response = new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                authorities.signer(issuer), new X509CertificateHolder[] {certificate}, Date.from(now)));
        try {
            return new Answer(
                    response.getEncoded(), nonce == null ? policy.ocspLife().toSeconds() / 4 : 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode an OCSP answer", e);
        }
    }

    /** Null stands for good. */
    private @Nullable CertificateStatus status(Authority issuer, CertificateID id) {
        Optional<IssuedCertificate> found = jdbc.sql(
                        CertificateRows.SELECT + "where c.authority_id = ? and c.serial = ?")
                .param(issuer.id())
                .param(id.getSerialNumber().toByteArray())
                .query((row, n) -> CertificateRows.read(row))
                .optional();
        if (found.isEmpty()) {
            return new UnknownStatus();
        }
        IssuedCertificate certificate = found.get();
        Instant now = clock.instant();
        if (certificate.state(now) != IssuedCertificate.State.REVOKED) {
            return CertificateStatus.GOOD;
        }
        Instant revokedAt = certificate.revokedAt();
        if (revokedAt == null) {
            Instant end = certificate.supersedeAt();
            return end == null
                    ? new RevokedStatus(Date.from(now), RevocationReason.CA_COMPROMISE.number())
                    : new RevokedStatus(Date.from(end), RevocationReason.SUPERSEDED.number());
        }
        return new RevokedStatus(
                Date.from(revokedAt),
                Objects.requireNonNull(certificate.reason()).number());
    }

    private static byte[] encoded(ASN1Object value) {
        try {
            return value.getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode an octet string", e);
        }
    }

    private static Answer error(int status) {
        try {
            return new Answer(new OCSPRespBuilder().build(status, null).getEncoded(), 0);
        } catch (IOException | OCSPException e) {
            throw new IllegalStateException("cannot encode an OCSP error", e);
        }
    }
}
