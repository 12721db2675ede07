package io.tongbao.pki;

import java.net.URI;
import java.time.Duration;

/**
 * The terms under which certificates are given.
 *
 * @param publicBase where revocation lists, certificates and OCSP are served, without a slash at the end; http on purpose
 *     is common: what is served there is signed, and https would ask the same question again
 * @param rootLife of a root's certificate
 * @param issuingLife of an issuing authority's certificate
 * @param certificateLife of a certificate, 1 to 398 days
 * @param crlLife from a revocation list's issue to its nextUpdate; a new one is made at half of it
 * @param ocspLife how long an OCSP answer may be kept
 * @param mostPerSubject valid certificates one subject may have at once; twice as many are given to it in a day
 */
public record PkiPolicy(
        URI publicBase,
        Duration rootLife,
        Duration issuingLife,
        Duration certificateLife,
        Duration crlLife,
        Duration ocspLife,
        int mostPerSubject) {

    public PkiPolicy {
        boolean lives = certificateLife.compareTo(Duration.ofDays(1)) >= 0
                && certificateLife.compareTo(Duration.ofDays(398)) <= 0
                && issuingLife.compareTo(certificateLife) > 0
                && rootLife.compareTo(issuingLife) >= 0
                && crlLife.compareTo(Duration.ofMinutes(2)) >= 0
                && ocspLife.compareTo(Duration.ofSeconds(1)) >= 0;
        if (!lives || mostPerSubject < 1 || publicBase.toString().endsWith("/")) {
            throw new IllegalArgumentException("not a policy for certificates");
        }
    }

    /** 20 years, 10 years, a year; lists of a day, OCSP answers of an hour; 20 certificates. */
    public static PkiPolicy of(URI publicBase) {
        return new PkiPolicy(
                publicBase,
                Duration.ofDays(20 * 365),
                Duration.ofDays(10 * 365),
                Duration.ofDays(365),
                Duration.ofDays(1),
                Duration.ofHours(1),
                20);
    }

    String crlOf(String authority) {
        return publicBase + "/" + authority + ".crl";
    }

    String certificateOf(String authority) {
        return publicBase + "/" + authority + ".cer";
    }

    String ocsp() {
        return publicBase + "/ocsp";
    }
}
