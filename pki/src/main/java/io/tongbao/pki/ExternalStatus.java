package io.tongbao.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Learns whether anything in an outside chain is revoked: by OCSP where the certificate names a responder, else or when that
 * is silent by the revocation list it names. An answer counts only when it is signed by the issuer (or a responder the
 * issuer certified for that) and is of now.
 */
final class ExternalStatus {

    /** What was learnt of one chain. */
    enum Status {
        GOOD,
        REVOKED,
        /** Nobody answered, or not credibly. */
        SILENCE
    }

    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration MOST_AGE = Duration.ofDays(7);
    private static final int MOST_ADDRESSES = 3;

    private final StatusFetch fetch;
    private final InstantSource clock;
    private final DigestCalculatorProvider digests;

    ExternalStatus(StatusFetch fetch, InstantSource clock) {
        this.fetch = fetch;
        this.clock = clock;
        this.digests = new BcDigestCalculatorProvider();
    }

    /** Of every certificate of the chain below the anchor; one revoked is enough, and silence on one is silence. */
    Status of(ExternalChain chain) {
        Status worst = Status.GOOD;
        for (int i = 0; i < chain.path().size(); i++) {
            Status one = of(chain.path().get(i), chain.issuerOf(i));
            if (one == Status.REVOKED) {
                return one;
            }
            worst = one == Status.SILENCE ? one : worst;
        }
        return worst;
    }

    private Status of(X509Certificate certificate, X509Certificate issuer) {
        try {
            X509CertificateHolder subject = new JcaX509CertificateHolder(certificate);
            X509CertificateHolder authority = new JcaX509CertificateHolder(issuer);
            for (URI responder : responders(subject)) {
                Optional<Status> said = readable(() -> byOcsp(responder, subject, authority));
                if (said.isPresent()) {
                    return said.get();
                }
            }
            for (URI list : lists(subject)) {
                Optional<Status> said = readable(() -> byList(list, subject, authority));
                if (said.isPresent()) {
                    return said.get();
                }
            }
            return Status.SILENCE;
        } catch (CertificateEncodingException | IllegalArgumentException | IllegalStateException e) {
            // An address that is none, for one.
            return Status.SILENCE;
        }
    }

    /** Reads an outside answer. */
    private interface Source {
        Optional<Status> read() throws IOException, OCSPException, CertException, OperatorCreationException;
    }

    private static Optional<Status> readable(Source source) {
        try {
            return source.read();
        } catch (IOException | OCSPException | CertException | OperatorCreationException e) {
            return Optional.empty();
        } catch (RuntimeException e) { // parsers of outside bytes throw whatever comes; an unreadable answer is none
            return Optional.empty();
        }
    }

    private Optional<Status> byOcsp(URI responder, X509CertificateHolder subject, X509CertificateHolder issuer)
            throws OCSPException, OperatorCreationException, IOException, CertException {
        CertificateID id = new CertificateID(digests.get(CertificateID.HASH_SHA1), issuer, subject.getSerialNumber());
        byte[] request = new OCSPReqBuilder().addRequest(id).build().getEncoded();
        Optional<byte[]> body = fetch.post(responder, request, "application/ocsp-request");
        if (body.isEmpty()) {
            return Optional.empty();
        }
        OCSPResp response = new OCSPResp(body.get());
        if (response.getStatus() != OCSPResp.SUCCESSFUL
                || !(response.getResponseObject() instanceof BasicOCSPResp basic)
                || !isSignedFor(basic, issuer)) {
            return Optional.empty();
        }
        for (SingleResp single : basic.getResponses()) {
            if (single.getCertID().getSerialNumber().equals(subject.getSerialNumber())
                    && single.getCertID().matchesIssuer(issuer, digests)
                    && isOfNow(single.getThisUpdate(), single.getNextUpdate())) {
                CertificateStatus status = single.getCertStatus();
                if (status == CertificateStatus.GOOD) {
                    return Optional.of(Status.GOOD);
                }
                return status instanceof RevokedStatus ? Optional.of(Status.REVOKED) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean isSignedFor(BasicOCSPResp basic, X509CertificateHolder issuer)
            throws OCSPException, OperatorCreationException, CertException {
        if (basic.isSignatureValid(verifier(issuer))) {
            return true;
        }
        for (X509CertificateHolder delegate : basic.getCerts()) {
            ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(delegate.getExtensions());
            if (usage != null
                    && usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning)
                    && delegate.getIssuer().equals(issuer.getSubject())
                    && delegate.isValidOn(Date.from(clock.instant()))
                    && delegate.isSignatureValid(verifier(issuer))
                    && basic.isSignatureValid(verifier(delegate))) {
                return true;
            }
        }
        return false;
    }

    private Optional<Status> byList(URI address, X509CertificateHolder subject, X509CertificateHolder issuer)
            throws IOException, CertException, OperatorCreationException {
        Optional<byte[]> body = fetch.get(address);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        X509CRLHolder list = new X509CRLHolder(body.get());
        // A list for a part of the certificates, or of changes only, says nothing about ours by its silence.
        boolean whole = list.getExtension(Extension.issuingDistributionPoint) == null
                && list.getExtension(Extension.deltaCRLIndicator) == null;
        if (!whole
                || !list.getIssuer().equals(issuer.getSubject())
                || !list.isSignatureValid(verifier(issuer))
                || !isOfNow(list.getThisUpdate(), list.getNextUpdate())) {
            return Optional.empty();
        }
        BigInteger serial = subject.getSerialNumber();
        return Optional.of(list.getRevokedCertificate(serial) == null ? Status.GOOD : Status.REVOKED);
    }

    private boolean isOfNow(Date thisUpdate, @Nullable Date nextUpdate) {
        Instant now = clock.instant();
        Instant start = thisUpdate.toInstant();
        Instant end = nextUpdate == null ? start.plus(MOST_AGE) : nextUpdate.toInstant();
        return !start.isAfter(now.plus(SKEW)) && !end.isBefore(now);
    }

    private static ContentVerifierProvider verifier(X509CertificateHolder signer) throws OperatorCreationException {
        try {
            return new JcaContentVerifierProviderBuilder()
                    .setProvider(Bc.provider())
                    .build(signer);
        } catch (CertificateException e) {
            throw new OperatorCreationException("a signer's certificate cannot be read", e);
        }
    }

    private static List<URI> responders(X509CertificateHolder certificate) {
        List<URI> found = new ArrayList<>();
        AuthorityInformationAccess access = AuthorityInformationAccess.fromExtensions(certificate.getExtensions());
        if (access != null) {
            for (AccessDescription description : access.getAccessDescriptions()) {
                if (description.getAccessMethod().equals(AccessDescription.id_ad_ocsp)) {
                    add(found, description.getAccessLocation());
                }
            }
        }
        return found;
    }

    private static List<URI> lists(X509CertificateHolder certificate) {
        List<URI> found = new ArrayList<>();
        Extension extension = certificate.getExtension(Extension.cRLDistributionPoints);
        if (extension != null) {
            for (DistributionPoint point :
                    CRLDistPoint.getInstance(extension.getParsedValue()).getDistributionPoints()) {
                DistributionPointName name = point.getDistributionPoint();
                if (name != null && name.getType() == DistributionPointName.FULL_NAME && point.getReasons() == null) {
                    for (GeneralName each :
                            GeneralNames.getInstance(name.getName()).getNames()) {
                        add(found, each);
                    }
                }
            }
        }
        return found;
    }

    private static void add(List<URI> found, GeneralName name) {
        if (name.getTagNo() == GeneralName.uniformResourceIdentifier && found.size() < MOST_ADDRESSES) {
            found.add(URI.create(name.getName().toString()));
        }
    }
}
