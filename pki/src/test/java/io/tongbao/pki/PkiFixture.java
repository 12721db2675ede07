package io.tongbao.pki;

import io.tongbao.kernel.Ids;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** A database with authorities, and every use case on it. */
final class PkiFixture implements AutoCloseable {

    final TestDatabase database = TestPostgres.database("pki");
    final Authorities authorities;
    final CreateAuthorities create;
    final IssueCertificate issue;
    final RenewCertificate renew;
    final RevokeCertificate revoke;
    final CrlPublisher lists;
    final OcspResponder ocsp;
    final Certificates certificates;
    final Ids ids;

    PkiFixture(InstantSource clock, Set<KeyFamily> families) {
        this(clock, PkiPolicy.of(URI.create("http://127.0.0.1/pki")), new SealedKeys(Vault.inMemory()), families);
    }

    PkiFixture(InstantSource clock, PkiPolicy policy, AuthorityKeys keys, Set<KeyFamily> families) {
        DataSource source = database.dataSource();
        ids = Ids.secure(clock);
        authorities = new Authorities(source, List.of(keys));
        create = new CreateAuthorities(source, clock, ids, authorities, keys, policy);
        lists = new CrlPublisher(source, clock, authorities, policy);
        issue = new IssueCertificate(source, clock, ids, authorities, policy);
        renew = new RenewCertificate(source, clock, ids, authorities, policy);
        revoke = new RevokeCertificate(source, clock, authorities, lists);
        ocsp = new OcspResponder(source, clock, authorities, policy);
        certificates = new Certificates(source);
        create.execute(families);
    }

    CertificateSubject provider() {
        return new CertificateSubject(SubjectKind.PROVIDER, ids.next());
    }

    @Override
    public void close() {
        database.close();
    }
}
