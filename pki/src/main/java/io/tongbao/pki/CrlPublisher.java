package io.tongbao.pki;

import io.tongbao.kernel.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import javax.sql.DataSource;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes and serves revocation lists (RFC 5280 §5), each numbered one above the last of its authority. A new one is made with
 * every revocation, and when half the life of the last one is over, so a reader always finds one that is valid for long.
 *
 * <p>Errors: AUTHORITY_UNAVAILABLE when the authority's key is not attached.
 */
public final class CrlPublisher {

    // RFC 5280 §3.3: an entry stays until after the list that follows the certificate's end.
    private static final Duration LISTED_AFTER_END = Duration.ofDays(7);
    private static final Duration KEPT_AFTER_END = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final Authorities authorities;
    private final PkiPolicy policy;

    public CrlPublisher(DataSource database, InstantSource clock, Authorities authorities, PkiPolicy policy) {
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.clock = clock;
        this.authorities = authorities;
        this.policy = policy;
    }

    /** A revocation list in DER. */
    public record RevocationList(long number, Instant thisUpdate, Instant nextUpdate, byte[] der) {}

    /** The list that counts now; empty when there is no such authority. */
    public Optional<RevocationList> current(String authorityName) {
        return authorities.find(authorityName).map(this::current);
    }

    /** Makes the lists that are due, of all authorities; for a job. Returns how many. */
    public int publishDue() {
        int published = 0;
        for (Authority authority : authorities.list()) {
            if (last(authority).filter(this::isFresh).isEmpty()) {
                current(authority);
                published++;
            }
        }
        return published;
    }

    private RevocationList current(Authority authority) {
        Optional<RevocationList> last = last(authority).filter(this::isFresh);
        if (last.isPresent()) {
            return last.get();
        }
        return transaction.execute(status -> {
            lock(authority);
            // Somebody may have made it while we waited.
            return last(authority).filter(this::isFresh).orElseGet(() -> make(authority));
        });
    }

    /** A new list, in the caller's transaction if there is one. */
    RevocationList publish(Authority authority) {
        return transaction.execute(status -> {
            lock(authority);
            return make(authority);
        });
    }

    private boolean isFresh(RevocationList list) {
        return clock.instant().isBefore(list.thisUpdate().plus(policy.crlLife().dividedBy(2)));
    }

    private void lock(Authority authority) {
        jdbc.sql("select crl_number from pki.authority where id = ? for no key update")
                .param(authority.id())
                .query((row, n) -> n)
                .single();
    }

    private Optional<RevocationList> last(Authority authority) {
        return jdbc.sql("select number, this_update, next_update, der from pki.crl where authority_id = ?"
                        + " order by number desc limit 1")
                .param(authority.id())
                .query((row, n) -> new RevocationList(
                        row.getLong("number"),
                        CertificateRows.instant(row, "this_update"),
                        CertificateRows.instant(row, "next_update"),
                        row.getBytes("der")))
                .optional();
    }

    private RevocationList make(Authority authority) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant next = now.plus(policy.crlLife());
        long number = jdbc.sql("update pki.authority set crl_number = crl_number + 1 where id = ? returning crl_number")
                .param(authority.id())
                .query(Long.class)
                .single();
        X509CertificateHolder issuer = authority.certificate();
        X509v2CRLBuilder builder = new X509v2CRLBuilder(issuer.getSubject(), Date.from(now));
        builder.setNextUpdate(Date.from(next));
        jdbc.sql("select serial, revoked_at, revocation_reason from pki.certificate where authority_id = ?"
                        + " and revoked_at is not null and not_after > ? order by revoked_at, serial")
                .param(authority.id())
                .param(CertificateRows.time(now.minus(LISTED_AFTER_END)))
                .query(row -> {
                    builder.addCRLEntry(
                            new BigInteger(row.getBytes("serial")),
                            Date.from(CertificateRows.instant(row, "revoked_at").truncatedTo(ChronoUnit.SECONDS)),
                            row.getInt("revocation_reason"));
                });
        byte[] der = signed(authority, builder, number);
        jdbc.sql("insert into pki.crl (authority_id, number, this_update, next_update, der) values (?, ?, ?, ?, ?)")
                .param(authority.id())
                .param(number)
                .param(CertificateRows.time(now))
                .param(CertificateRows.time(next))
                .param(der)
                .update();
        jdbc.sql("delete from pki.crl where authority_id = ? and next_update < ?")
                .param(authority.id())
                .param(CertificateRows.time(now.minus(KEPT_AFTER_END)))
                .update();
        return new RevocationList(number, now, next, der);
    }

    /**
     * @throws Refused AUTHORITY_UNAVAILABLE
     */
    private byte[] signed(Authority authority, X509v2CRLBuilder builder, long number) {
        try {
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            CertificateForms.identifiers()
                                    .createAuthorityKeyIdentifier(
                                            authority.certificate().getSubjectPublicKeyInfo()));
            return builder.build(authorities.signer(authority)).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode a revocation list", e);
        }
    }
}
