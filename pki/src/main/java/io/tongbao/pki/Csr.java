package io.tongbao.pki;

import io.tongbao.kernel.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * A PKCS#10 request (RFC 2986) that was read, bounded and proved: its key is one we certify and signed it. What it asks for
 * besides the key counts as a wish that may be refused, never as an instruction.
 *
 * @param alternativeNames what it wants to be called: {@code DNS:…} or {@code URI:…}
 */
record Csr(SubjectPublicKeyInfo key, KeyType type, List<String> commonNames, List<String> alternativeNames) {

    private static final int MOST_CHARACTERS = 12_288;
    private static final List<String> LABELS = List.of("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");
    private static final int MOST_NAMES = 20;

    /**
     * @throws Refused CSR_TOO_LARGE, CSR_MALFORMED, CSR_KEY_NOT_ALLOWED, CSR_KEY_TOO_WEAK, CSR_SIGNATURE_WRONG,
     *     CSR_AUTHORITY_NOT_ALLOWED, CSR_NAME_NOT_ALLOWED
     */
    static Csr read(String pem) {
        if (pem.length() > MOST_CHARACTERS) {
            throw new Refused(PkiError.CSR_TOO_LARGE);
        }
        List<byte[]> blocks = Pem.read(pem, LABELS);
        if (blocks.size() != 1) {
            throw new Refused(PkiError.CSR_MALFORMED, "one block of -----BEGIN CERTIFICATE REQUEST----- is wanted");
        }
        try {
            return read(blocks.getFirst());
        } catch (Refused e) {
            throw e;
        } catch (IOException | PKCSException | OperatorCreationException e) {
            throw new Refused(PkiError.CSR_MALFORMED);
        } catch (RuntimeException e) { // the parser of hostile bytes throws whatever comes; none of it is our fault
            throw new Refused(PkiError.CSR_MALFORMED);
        }
    }

    private static Csr read(byte[] der) throws IOException, PKCSException, OperatorCreationException {
        ASN1Primitive structure = ASN1Primitive.fromByteArray(der);
        if (structure == null || !Arrays.equals(structure.getEncoded(ASN1Encoding.DER), der)) {
            throw new Refused(PkiError.CSR_MALFORMED, "it is not in DER");
        }
        PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
        // The library reads some things loosely and signs over what it understood: both must be the same bytes.
        if (!Arrays.equals(request.getEncoded(), der)) {
            throw new Refused(PkiError.CSR_MALFORMED, "it is not in DER");
        }
        SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
        KeyType type = Keys.require(key);
        Keys.requireSignature(type, request.getSignatureAlgorithm().getAlgorithm());
        if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                .setProvider(Bc.provider())
                .build(key))) {
            throw new Refused(PkiError.CSR_SIGNATURE_WRONG);
        }
        return new Csr(key, type, commonNames(request.getSubject()), wishes(request));
    }

    private static List<String> commonNames(X500Name subject) {
        List<String> names = new ArrayList<>();
        for (RDN rdn : subject.getRDNs(BCStyle.CN)) {
            for (var part : rdn.getTypesAndValues()) {
                if (part.getType().equals(BCStyle.CN)) {
                    names.add(IETFUtils.valueToString(part.getValue()));
                }
            }
        }
        return names;
    }

    private static List<String> wishes(PKCS10CertificationRequest request) {
        List<String> names = new ArrayList<>();
        for (Attribute attribute : request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
            for (var value : attribute.getAttributeValues()) {
                Extensions wanted = Extensions.getInstance(value);
                BasicConstraints constraints = BasicConstraints.fromExtensions(wanted);
                KeyUsage usage = KeyUsage.fromExtensions(wanted);
                if ((constraints != null && constraints.isCA())
                        || (usage != null
                                && (usage.hasUsages(KeyUsage.keyCertSign) || usage.hasUsages(KeyUsage.cRLSign)))) {
                    throw new Refused(PkiError.CSR_AUTHORITY_NOT_ALLOWED);
                }
                GeneralNames alternatives = GeneralNames.fromExtensions(wanted, Extension.subjectAlternativeName);
                if (alternatives != null) {
                    for (GeneralName name : alternatives.getNames()) {
                        names.add(text(name));
                    }
                }
            }
        }
        if (names.size() > MOST_NAMES) {
            throw new Refused(PkiError.CSR_NAME_NOT_ALLOWED, "at most " + MOST_NAMES + " names");
        }
        return names;
    }

    private static String text(GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> "DNS:" + name.getName();
            case GeneralName.uniformResourceIdentifier -> "URI:" + name.getName();
            default ->
                throw new Refused(PkiError.CSR_NAME_NOT_ALLOWED, "only DNS names and URIs can be alternative names");
        };
    }

    /**
     * Demands that the request speaks for {@code subject} and asks only for names it may have.
     *
     * @param dnsNames the names it may have, in lower case
     * @throws Refused CSR_SUBJECT_MISMATCH, CSR_NAME_NOT_ALLOWED
     */
    void requireFor(CertificateSubject subject, List<String> dnsNames) {
        for (String name : commonNames) {
            if (!name.equals(subject.publicId()) && !dnsNames.contains(name)) {
                throw new Refused(PkiError.CSR_SUBJECT_MISMATCH);
            }
        }
        for (String name : alternativeNames) {
            boolean own = name.equals("URI:" + subject.uri());
            if (!own && !(name.startsWith("DNS:") && dnsNames.contains(name.substring(4)))) {
                throw new Refused(PkiError.CSR_NAME_NOT_ALLOWED);
            }
        }
    }
}
