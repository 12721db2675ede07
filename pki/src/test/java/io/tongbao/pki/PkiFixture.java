package io.tongbao.pki;

import io.tongbao.kernel.Ids;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
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
        this(clock, PkiPolicy.of(URI.create("http://127.0.0.1/pki")), new SealedKeys(new MemorySealer()), families);
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

    /** Seals under a key of this test only. */
    static final class MemorySealer implements KeySealer {
        private final SecretKeySpec key;

        MemorySealer() {
            byte[] bytes = new byte[16];
            new SecureRandom().nextBytes(bytes);
            key = new SecretKeySpec(bytes, "AES");
        }

        @Override
        public byte[] seal(String place, byte[] plain) {
            return crypt(Cipher.ENCRYPT_MODE, place, plain);
        }

        @Override
        public byte[] open(String place, byte[] sealed) {
            return crypt(Cipher.DECRYPT_MODE, place, sealed);
        }

        private byte[] crypt(int mode, String place, byte[] bytes) {
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                UUID nonce = UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8));
                byte[] iv = nonce.toString().substring(0, 12).getBytes(StandardCharsets.US_ASCII);
                cipher.init(mode, key, new GCMParameterSpec(128, iv));
                cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
                return cipher.doFinal(bytes);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("not sealed for " + place, e);
            }
        }
    }
}
