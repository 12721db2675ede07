package io.tongbao.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * One authority.
 *
 * @param name its name in addresses, {@code p256-issuing-1}
 * @param parentId null for a root
 * @param certificateDer its certificate
 */
public record Authority(
        UUID id,
        String name,
        KeyFamily family,
        Level level,
        int generation,
        @Nullable UUID parentId,
        Status status,
        byte[] certificateDer) {

    static final String COLUMNS = "a.id, a.name, a.family, a.level, a.generation, a.parent_id, a.status, a.certificate";

    /** The number is stored and never changes. */
    public enum Level {
        /** Self-signed; certifies issuing authorities only. */
        ROOT(1),
        /** Certifies providers, devices and servers. */
        ISSUING(2);

        private final int number;

        Level(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** The number is stored and never changes. */
    public enum Status {
        /** Certifies. */
        ACTIVE(1),
        /** Followed by another generation; still signs its revocation lists. */
        RETIRED(2),
        /** Revoked by its root, and with it all it certified. */
        REVOKED(3);

        private final int number;

        Status(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** Its certificate in PEM. */
    public String pem() {
        return Pem.certificate(certificateDer);
    }

    X509CertificateHolder certificate() {
        return holder(certificateDer);
    }

    static X509CertificateHolder holder(byte[] der) {
        try {
            return new X509CertificateHolder(der);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored certificate cannot be read", e);
        }
    }

    static Authority of(ResultSet row) throws SQLException {
        return new Authority(
                row.getObject("id", UUID.class),
                row.getString("name"),
                KeyFamily.of(row.getInt("family")),
                row.getInt("level") == Level.ROOT.number() ? Level.ROOT : Level.ISSUING,
                row.getInt("generation"),
                row.getObject("parent_id", UUID.class),
                switch (row.getInt("status")) {
                    case 1 -> Status.ACTIVE;
                    case 2 -> Status.RETIRED;
                    default -> Status.REVOKED;
                },
                row.getBytes("certificate"));
    }

    @Override
    public String toString() {
        return "Authority[" + name + " " + status + "]";
    }
}
