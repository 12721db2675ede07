package io.tongbao.merchant.wiring;

import io.tongbao.merchant.KeyExpiryEvents;
import io.tongbao.pki.CrlPublisher;
import io.tongbao.pki.ExpiryWarnings;
import io.tongbao.pki.ExternalCertificates;
import io.tongbao.pki.RevokeCertificate;

/**
 * What has to be done about certificates as time goes by: ends overlaps, makes revocation lists, asks outside authorities
 * again, warns of ends. Repeating it does no harm.
 */
public record CertificateUpkeep(
        RevokeCertificate revoke,
        CrlPublisher lists,
        ExternalCertificates external,
        ExpiryWarnings warnings,
        KeyExpiryEvents keys) {

    /** For a job, once a minute. */
    public void run() {
        revoke.revokeSuperseded();
        lists.publishDue();
        warnings.run();
        keys.run();
        // Last, for it waits for others.
        external.recheck();
    }
}
