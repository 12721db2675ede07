package io.tongbao.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;

/** What our certificates look like (RFC 5280): a root, an issuing authority, an end entity. Pure but for the signing. */
final class CertificateForms {

    /** From when to when, in whole seconds as certificates have them. */
    record Validity(Instant notBefore, Instant notAfter) {}

    private final PkiPolicy policy;

    CertificateForms(PkiPolicy policy) {
        this.policy = policy;
    }

    /** {@code CN=p256-root-1, O=Tongbao}. */
    static X500Name authorityName(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Tongbao")
                .addRDN(BCStyle.CN, name)
                .build();
    }

    X509CertificateHolder root(
            String name, SubjectPublicKeyInfo key, BigInteger serial, Validity validity, ContentSigner signer) {
        X500Name self = authorityName(name);
        X509v3CertificateBuilder builder = builder(self, serial, validity, self, key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(1))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, identifiers().createSubjectKeyIdentifier(key));
            return builder.build(signer);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode a certificate", e);
        }
    }

    X509CertificateHolder issuing(
            String name,
            SubjectPublicKeyInfo key,
            BigInteger serial,
            Validity validity,
            Authority root,
            ContentSigner signer) {
        X509v3CertificateBuilder builder =
                builder(root.certificate().getSubject(), serial, validity, authorityName(name), key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    // Signing OCSP answers is a digital signature.
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature));
            addIssuer(builder, key, root);
            return builder.build(signer);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode a certificate", e);
        }
    }

    X509CertificateHolder endEntity(
            CertificateSubject subject,
            List<String> dnsNames,
            SubjectPublicKeyInfo key,
            BigInteger serial,
            Validity validity,
            Authority issuer,
            ContentSigner signer) {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Tongbao")
                .addRDN(BCStyle.OU, subject.kind().word())
                .addRDN(BCStyle.CN, subject.publicId())
                .build();
        List<GeneralName> alternatives = new ArrayList<>();
        dnsNames.forEach(dns -> alternatives.add(new GeneralName(GeneralName.dNSName, dns)));
        alternatives.add(new GeneralName(GeneralName.uniformResourceIdentifier, subject.uri()));
        KeyPurposeId purpose =
                subject.kind() == SubjectKind.SERVER ? KeyPurposeId.id_kp_serverAuth : KeyPurposeId.id_kp_clientAuth;
        X509v3CertificateBuilder builder = builder(issuer.certificate().getSubject(), serial, validity, name, key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(alternatives.toArray(GeneralName[]::new)));
            addIssuer(builder, key, issuer);
            return builder.build(signer);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode a certificate", e);
        }
    }

    private void addIssuer(X509v3CertificateBuilder builder, SubjectPublicKeyInfo key, Authority issuer)
            throws IOException {
        X509ExtensionUtils identifiers = identifiers();
        GeneralNames list = new GeneralNames(uri(policy.crlOf(issuer.name())));
        AccessDescription[] access = {
            new AccessDescription(AccessDescription.id_ad_ocsp, uri(policy.ocsp())),
            new AccessDescription(AccessDescription.id_ad_caIssuers, uri(policy.certificateOf(issuer.name())))
        };
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(
                                issuer.certificate().getSubjectPublicKeyInfo()))
                .addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(new DistributionPointName(list), null, null)
                }))
                .addExtension(Extension.authorityInfoAccess, false, new AuthorityInformationAccess(access));
    }

    private static GeneralName uri(String address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address);
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, BigInteger serial, Validity validity, X500Name subject, SubjectPublicKeyInfo key) {
        return new X509v3CertificateBuilder(
                issuer, serial, Date.from(validity.notBefore()), Date.from(validity.notAfter()), subject, key);
    }

    /** Key identifiers are SHA-1 by RFC 5280 §4.2.1.2 (1): names, not proofs. */
    static X509ExtensionUtils identifiers() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
