package io.tongbao.pki;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Certifies the key of a PKCS#10 request. The request proves that the applicant holds the private key; who the certificate
 * is for, what it may be used for and how long are said by us. The same request id again gives the first certificate.
 *
 * <p>Errors: CSR_TOO_LARGE, CSR_MALFORMED, CSR_SIGNATURE_WRONG, CSR_KEY_NOT_ALLOWED, CSR_KEY_TOO_WEAK, CSR_SUBJECT_MISMATCH,
 * CSR_NAME_NOT_ALLOWED, CSR_AUTHORITY_NOT_ALLOWED, CERTIFICATE_KEY_IN_USE, CERTIFICATE_KEY_COMPROMISED,
 * CERTIFICATE_REQUEST_CONFLICT, CERTIFICATE_LIMIT_REACHED, AUTHORITY_UNAVAILABLE.
 */
public final class IssueCertificate {

    private static final Pattern REQUEST_KEY = Pattern.compile("[\\x21-\\x7e]{1,64}");
    private static final Pattern DNS_NAME =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final TransactionTemplate transaction;
    private final Issuance issuance;

    public IssueCertificate(
            DataSource database, InstantSource clock, Ids ids, Authorities authorities, PkiPolicy policy) {
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.issuance = new Issuance(JdbcClient.create(database), clock, ids, authorities, policy);
    }

    /**
     * @param subject who asked, as we know it
     * @param dnsNames names a server may have; empty for everyone else
     * @param requestKey the applicant's own id of this request, 1 to 64 visible ASCII characters
     * @param csrPem PKCS#10 in PEM, at most 12 KB
     */
    public record Command(CertificateSubject subject, List<String> dnsNames, String requestKey, String csrPem) {

        public Command {
            dnsNames =
                    dnsNames.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
            if (subject.kind() == SubjectKind.AUTHORITY
                    || dnsNames.size() > 20
                    || (subject.kind() != SubjectKind.SERVER && !dnsNames.isEmpty())
                    || !dnsNames.stream()
                            .allMatch(name -> DNS_NAME.matcher(name).matches())) {
                throw new Refused(RequestError.INVALID_REQUEST, "the subject or its names");
            }
            requireRequestKey(requestKey);
        }

        /** For a provider or a device. */
        public static Command of(CertificateSubject subject, String requestKey, String csrPem) {
            return new Command(subject, List.of(), requestKey, csrPem);
        }
    }

    public IssuedCertificate execute(Command command) {
        // Reading and proving the request is the dear part; it holds no connection.
        Csr csr = Csr.read(command.csrPem());
        csr.requireFor(command.subject(), command.dnsNames());
        byte[] hash = Bc.sha256(
                (String.join(",", command.dnsNames()) + "\n" + command.csrPem().strip())
                        .getBytes(StandardCharsets.UTF_8));
        return transaction.execute(status -> issuance.issue(
                new Issuance.Wish(command.subject(), command.dnsNames(), csr, command.requestKey(), hash)));
    }

    static void requireRequestKey(String requestKey) {
        if (!REQUEST_KEY.matcher(requestKey).matches()) {
            throw new Refused(RequestError.INVALID_REQUEST, "the request id has 1 to 64 visible ASCII characters");
        }
    }
}
