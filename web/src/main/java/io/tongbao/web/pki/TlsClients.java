package io.tongbao.web.pki;

import io.tongbao.kernel.Refused;
import io.tongbao.pki.CertificateSubject;
import io.tongbao.pki.Certificates;
import io.tongbao.pki.IssuedCertificate;
import io.tongbao.pki.PkiError;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who a TLS client is, where the connector asks for certificates. The handshake proved the key and the chain; here it is said
 * whose certificate it is and whether it is still good, asked anew each time. It identifies a connection beside the
 * request's signature and never in its place.
 */
public final class TlsClients {

    private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

    private final Certificates certificates;
    private final InstantSource clock;

    public TlsClients(Certificates certificates, InstantSource clock) {
        this.certificates = certificates;
        this.clock = clock;
    }

    /**
     * Empty when the client showed no certificate.
     *
     * @throws Refused CERTIFICATE_NOT_TRUSTED when it is none of ours, CERTIFICATE_REVOKED, CERTIFICATE_EXPIRED,
     *     CERTIFICATE_NOT_YET_VALID
     */
    public Optional<CertificateSubject> of(HttpServletRequest request) {
        if (!(request.getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain) || chain.length == 0) {
            return Optional.empty();
        }
        try {
            IssuedCertificate shown = certificates
                    .shown(chain[0].getEncoded())
                    .orElseThrow(() -> new Refused(PkiError.CERTIFICATE_NOT_TRUSTED));
            shown.requireValid(clock.instant());
            return Optional.of(shown.subject());
        } catch (CertificateEncodingException e) {
            throw new Refused(PkiError.CERTIFICATE_NOT_TRUSTED);
        }
    }
}
