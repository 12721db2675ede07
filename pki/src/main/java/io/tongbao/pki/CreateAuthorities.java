package io.tongbao.pki;

import io.tongbao.kernel.Ids;
import io.tongbao.pki.Authority.Level;
import io.tongbao.pki.Authority.Status;
import io.tongbao.pki.CertificateForms.Validity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.ContentSigner;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the authorities of a family: a self-signed root that may have one level below it, and an issuing authority. What is
 * there already stays; safe on many nodes. {@link #nextIssuing} starts another generation, while the last one still
 * answers for what it certified.
 *
 * <p>Errors: AUTHORITY_UNAVAILABLE when a root's key is not attached.
 */
public final class CreateAuthorities {

    /** How far a new certificate's start lies back, for clocks that are behind ours. */
    static final Duration BACKDATED = Duration.ofMinutes(1);

    private static final long LOCK = 0x706B_6961L;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final Ids ids;
    private final Authorities authorities;
    private final AuthorityKeys keys;
    private final PkiPolicy policy;
    private final CertificateForms forms;

    /**
     * @param keys where new keys are made
     */
    public CreateAuthorities(
            DataSource database,
            InstantSource clock,
            Ids ids,
            Authorities authorities,
            AuthorityKeys keys,
            PkiPolicy policy) {
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.clock = clock;
        this.ids = ids;
        this.authorities = authorities;
        this.keys = keys;
        this.policy = policy;
        this.forms = new CertificateForms(policy);
    }

    /** The active issuing authorities of these families, made when they were not there. */
    public List<Authority> execute(Collection<KeyFamily> families) {
        return transaction.execute(status -> {
            lock();
            List<Authority> issuing = new ArrayList<>();
            for (KeyFamily family : families) {
                if (active(family, Level.ROOT) == 0) {
                    make(family, Level.ROOT, null);
                }
                if (active(family, Level.ISSUING) == 0) {
                    make(family, Level.ISSUING, authorities.active(family, Level.ROOT));
                }
                issuing.add(authorities.active(family, Level.ISSUING));
            }
            return issuing;
        });
    }

    /** Another issuing authority in the place of the active one. */
    public Authority nextIssuing(KeyFamily family) {
        return transaction.execute(status -> {
            lock();
            jdbc.sql("update pki.authority set status = :retired where family = :family and level = 2 and status = 1")
                    .param("retired", Status.RETIRED.number())
                    .param("family", family.number())
                    .update();
            make(family, Level.ISSUING, authorities.active(family, Level.ROOT));
            return authorities.active(family, Level.ISSUING);
        });
    }

    private void lock() {
        jdbc.sql("select pg_advisory_xact_lock(:key)")
                .param("key", LOCK)
                .query((row, n) -> n)
                .single();
    }

    private int active(KeyFamily family, Level level) {
        return jdbc.sql("select count(*) from pki.authority where family = :family and level = :level and status = 1")
                .param("family", family.number())
                .param("level", level.number())
                .query(Integer.class)
                .single();
    }

    private void make(KeyFamily family, Level level, @Nullable Authority root) {
        int generation = jdbc.sql("select coalesce(max(generation), 0) + 1 from pki.authority"
                        + " where family = :family and level = :level")
                .param("family", family.number())
                .param("level", level.number())
                .query(Integer.class)
                .single();
        String name = family.word() + (root == null ? "-root-" : "-issuing-") + generation;
        Instant start = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        UUID id = ids.next();
        AuthorityKeys.Made made = keys.make(family, id);
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(made.publicKey().getEncoded());
        X509CertificateHolder certificate;
        if (root == null) {
            Validity validity = new Validity(start.minus(BACKDATED), start.plus(policy.rootLife()));
            ContentSigner self = keys.signer(family, id, made.reference());
            certificate = forms.root(name, key, authorities.serial(), validity, self);
        } else {
            Instant end = start.plus(policy.issuingLife());
            Instant rootEnd = root.certificate().getNotAfter().toInstant();
            Validity validity = new Validity(start.minus(BACKDATED), end.isBefore(rootEnd) ? end : rootEnd);
            certificate = forms.issuing(name, key, authorities.serial(), validity, root, authorities.signer(root));
        }
        insert(
                new Authority(
                        id,
                        name,
                        family,
                        level,
                        generation,
                        root == null ? null : root.id(),
                        Status.ACTIVE,
                        encoded(certificate)),
                made.reference());
        if (root != null) {
            CertificateRows.insert(
                    jdbc,
                    new CertificateRows.NewRow(
                            id,
                            root.id(),
                            certificate,
                            new CertificateSubject(SubjectKind.AUTHORITY, id),
                            KeyType.of(family),
                            "authority",
                            new byte[32],
                            clock.instant()));
        }
    }

    private void insert(Authority authority, byte[] reference) {
        jdbc.sql("insert into pki.authority (id, name, family, level, generation, parent_id, status, certificate,"
                        + " key_store, key_sealed, key_label, created_at) values (?, ?, ?, ?, ?, cast(? as uuid), ?, ?, ?,"
                        + " cast(? as bytea), cast(? as text), ?)")
                .param(authority.id())
                .param(authority.name())
                .param(authority.family().number())
                .param(authority.level().number())
                .param(authority.generation())
                .param(authority.parentId())
                .param(authority.status().number())
                .param(authority.certificateDer())
                .param(keys.store().number())
                .param(keys.store() == AuthorityKeys.Store.SEALED ? reference : null)
                .param(keys.store() == AuthorityKeys.Store.TOKEN ? new String(reference, StandardCharsets.UTF_8) : null)
                .param(CertificateRows.time(clock.instant()))
                .update();
    }

    static byte[] encoded(X509CertificateHolder certificate) {
        try {
            return certificate.getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException("a certificate just made cannot be encoded", e);
        }
    }
}
