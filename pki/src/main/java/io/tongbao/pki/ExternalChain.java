package io.tongbao.pki;

import io.tongbao.kernel.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * An outside certificate with its intermediates, found to lead to one of our anchors (RFC 5280 §6: signatures, validity,
 * names, constraints, usages). Whether anything in it is revoked is {@link ExternalStatus}'s to say.
 *
 * @param path the certificate, then intermediates, without the anchor
 */
record ExternalChain(List<X509Certificate> path, TrustAnchor anchor, X509Certificate anchorCertificate, KeyType type) {

    private static final int MOST_CHARACTERS = 65_536;
    private static final int MOST_CERTIFICATES = 6;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    /** Certificates of a PEM text; empty when it is something else. */
    static List<X509Certificate> read(String pem) throws CertificateException {
        if (pem.length() > MOST_CHARACTERS) {
            return List.of();
        }
        return parse(Pem.read(pem, List.of("CERTIFICATE")));
    }

    static List<X509Certificate> parse(List<byte[]> ders) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509", Bc.provider());
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : ders) {
            try {
                if (!(factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate one)) {
                    throw new CertificateException("no certificate");
                }
                // The library reads some things loosely; only what it would write the same is taken.
                if (!Arrays.equals(ASN1Primitive.fromByteArray(der).getEncoded(ASN1Encoding.DER), der)
                        || !Arrays.equals(Certificate.getInstance(der).getEncoded(ASN1Encoding.DER), der)) {
                    throw new CertificateException("not in DER");
                }
                certificates.add(one);
            } catch (IOException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
                throw new CertificateException("not a certificate", e);
            }
        }
        return certificates;
    }

    /**
     * @throws Refused CERTIFICATE_NOT_TRUSTED, CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID, CSR_KEY_NOT_ALLOWED,
     *     CSR_KEY_TOO_WEAK
     */
    static ExternalChain validate(List<X509Certificate> given, List<TrustAnchor> anchors, Instant now) {
        if (given.isEmpty() || given.size() > MOST_CERTIFICATES) {
            throw untrusted("give the certificate first, then its intermediates");
        }
        try {
            Map<X509Certificate, TrustAnchor> trusted = new HashMap<>();
            for (TrustAnchor anchor : anchors) {
                trusted.put(parse(List.of(anchor.certificateDer())).getFirst(), anchor);
            }
            List<X509Certificate> path =
                    given.stream().filter(one -> !trusted.containsKey(one)).toList();
            if (trusted.isEmpty() || path.isEmpty()) {
                throw untrusted("no trust anchor leads to it");
            }
            X509Certificate leaf = path.getFirst();
            requireTime(leaf, now);
            KeyType type = requireUsage(leaf);
            for (X509Certificate one : path) {
                requireStrong(one);
            }
            X509Certificate root = walk(path, trusted.keySet().stream().toList(), now);
            TrustAnchor anchor = trusted.get(root);
            if (anchor == null) {
                throw untrusted("no trust anchor leads to it");
            }
            return new ExternalChain(path, anchor, root, type);
        } catch (CertPathValidatorException e) {
            throw untrusted("at certificate " + (e.getIndex() + 1) + " of the chain");
        } catch (Refused e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw untrusted("it cannot be read");
        } catch (RuntimeException e) { // the parser of hostile bytes throws whatever comes; none of it is our fault
            throw untrusted("it cannot be read");
        }
    }

    private static X509Certificate walk(List<X509Certificate> path, List<X509Certificate> trusted, Instant now)
            throws GeneralSecurityException {
        CertPath candidate =
                CertificateFactory.getInstance("X.509", Bc.provider()).generateCertPath(path);
        Set<java.security.cert.TrustAnchor> anchors = new HashSet<>();
        trusted.forEach(one -> anchors.add(new java.security.cert.TrustAnchor(one, null)));
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setDate(Date.from(now));
        // Asked by ourselves, with bounds on size and time.
        parameters.setRevocationEnabled(false);
        if (!(CertPathValidator.getInstance("PKIX", Bc.provider()).validate(candidate, parameters)
                instanceof PKIXCertPathValidatorResult result)) {
            throw new InvalidAlgorithmParameterException("not a PKIX result");
        }
        return result.getTrustAnchor().getTrustedCert();
    }

    private static void requireTime(X509Certificate leaf, Instant now) {
        if (leaf.getNotAfter().toInstant().isBefore(now)) {
            throw new Refused(PkiError.CERTIFICATE_EXPIRED);
        }
        if (leaf.getNotBefore().toInstant().isAfter(now)) {
            throw new Refused(PkiError.CERTIFICATE_NOT_YET_VALID);
        }
    }

    private static KeyType requireUsage(X509Certificate leaf) throws CertificateException {
        boolean[] usage = leaf.getKeyUsage();
        List<String> purposes = leaf.getExtendedKeyUsage();
        if (leaf.getBasicConstraints() >= 0) {
            throw untrusted("an authority's certificate signs no requests");
        }
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw untrusted("its key usage has no digitalSignature");
        }
        if (purposes != null && !purposes.contains(CLIENT_AUTH) && !purposes.contains(ANY_USAGE)) {
            throw untrusted("its extended key usage has no clientAuth");
        }
        PublicKey key = leaf.getPublicKey();
        if (key == null) {
            throw untrusted("its key is of no known kind");
        }
        return Keys.require(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    private static void requireStrong(X509Certificate one) {
        String algorithm = one.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.contains("SHA1") || algorithm.contains("SHA-1") || algorithm.contains("MD5")) {
            throw untrusted("it is signed with " + algorithm);
        }
    }

    /** Who signed the certificate at this place of the path. */
    X509Certificate issuerOf(int index) {
        return index + 1 < path.size() ? path.get(index + 1) : anchorCertificate;
    }

    private static Refused untrusted(String detail) {
        return new Refused(PkiError.CERTIFICATE_NOT_TRUSTED, detail);
    }
}
