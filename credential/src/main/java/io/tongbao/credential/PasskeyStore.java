package io.tongbao.credential;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of passkeys and of ceremonies under way. */
final class PasskeyStore {

    private static final String COLUMNS =
            "id, subject_kind, subject_id, credential_id, transports, label, backed_up, created_at, last_used_at,"
                    + " attested, sign_count, backup_eligible";

    private final JdbcClient jdbc;

    PasskeyStore(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /**
     * A passkey with what only verification needs.
     *
     * @param attested WebAuthn attested credential data
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Stored(Passkey passkey, byte[] attested, long signCount, boolean backupEligible) {}

    /** A ceremony that was begun. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Ceremony(UUID id, int purpose, @Nullable Subject subject, byte[] nonce) {}

    void begin(Ceremony ceremony, Instant expires) {
        Subject subject = ceremony.subject();
        jdbc.sql("""
                        INSERT INTO credential.passkey_ceremony (id, purpose, subject_kind, subject_id, nonce, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """)
                .param(ceremony.id())
                .param(ceremony.purpose())
                .param(subject == null ? null : subject.kind().number())
                .param(subject == null ? null : subject.id())
                .param(ceremony.nonce())
                .param(Micros.sql(expires))
                .update();
    }

    /** Ends a ceremony: it is returned once. */
    Optional<Ceremony> end(UUID id, int purpose, Instant now) {
        return jdbc.sql("""
                        DELETE FROM credential.passkey_ceremony WHERE id = ? AND purpose = ? AND expires_at > ?
                        RETURNING id, purpose, subject_kind, subject_id, nonce
                        """)
                .param(id)
                .param(purpose)
                .param(Micros.sql(now))
                .query((row, n) -> {
                    int kind = row.getInt(3);
                    Subject subject =
                            kind == 0 ? null : new Subject(SubjectKind.of(kind), row.getObject(4, UUID.class));
                    return new Ceremony(row.getObject(1, UUID.class), row.getInt(2), subject, row.getBytes(5));
                })
                .optional();
    }

    /** False when the credential id is taken. */
    boolean add(Stored stored) {
        Passkey passkey = stored.passkey();
        try {
            jdbc.sql("""
                            INSERT INTO credential.passkey (id, subject_kind, subject_id, credential_id, transports, label,
                                backed_up, created_at, attested, sign_count, backup_eligible)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """)
                    .param(passkey.id())
                    .param(passkey.subject().kind().number())
                    .param(passkey.subject().id())
                    .param(passkey.credentialId())
                    .param(passkey.transports().toArray(String[]::new))
                    .param(passkey.label())
                    .param(passkey.backedUp())
                    .param(Micros.sql(passkey.createdAt()))
                    .param(stored.attested())
                    .param(stored.signCount())
                    .param(stored.backupEligible())
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    Optional<Stored> byCredentialId(byte[] credentialId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM credential.passkey WHERE credential_id = ?")
                .param(credentialId)
                .query((row, n) -> read(row))
                .optional();
    }

    List<Passkey> list(Subject subject) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM credential.passkey WHERE subject_kind = ? AND subject_id = ? ORDER BY created_at, id")
                .param(subject.kind().number())
                .param(subject.id())
                .query((row, n) -> read(row).passkey())
                .list();
    }

    /** False when somebody used it meanwhile with the same count: one of the two is a copy, or a repeat. */
    boolean used(UUID id, long signCount, boolean backedUp, Instant now) {
        return jdbc.sql("""
                                UPDATE credential.passkey SET sign_count = ?, backed_up = ?, last_used_at = ?
                                WHERE id = ? AND (sign_count < ? OR (sign_count = 0 AND ? = 0))
                                """)
                        .param(signCount)
                        .param(backedUp)
                        .param(Micros.sql(now))
                        .param(id)
                        .param(signCount)
                        .param(signCount)
                        .update()
                == 1;
    }

    boolean rename(Subject subject, UUID id, String label) {
        return jdbc.sql("UPDATE credential.passkey SET label = ? WHERE id = ? AND subject_kind = ? AND subject_id = ?")
                        .param(label)
                        .param(id)
                        .param(subject.kind().number())
                        .param(subject.id())
                        .update()
                == 1;
    }

    /** The label of what was removed. */
    Optional<String> remove(Subject subject, UUID id) {
        return jdbc.sql(
                        "DELETE FROM credential.passkey WHERE id = ? AND subject_kind = ? AND subject_id = ? RETURNING label")
                .param(id)
                .param(subject.kind().number())
                .param(subject.id())
                .query(String.class)
                .optional();
    }

    int purge(Instant now) {
        return jdbc.sql("DELETE FROM credential.passkey_ceremony WHERE expires_at < ?")
                .param(Micros.sql(now))
                .update();
    }

    /** What an authenticator knows a subject by: no personal data, 17 bytes. */
    static byte[] userHandle(Subject subject) {
        return ByteBuffer.allocate(17)
                .put((byte) subject.kind().number())
                .putLong(subject.id().getMostSignificantBits())
                .putLong(subject.id().getLeastSignificantBits())
                .array();
    }

    private static Stored read(ResultSet row) throws SQLException {
        OffsetDateTime used = row.getObject(9, OffsetDateTime.class);
        Passkey passkey = new Passkey(
                row.getObject(1, UUID.class),
                new Subject(SubjectKind.of(row.getInt(2)), row.getObject(3, UUID.class)),
                row.getBytes(4),
                Arrays.stream((Object[]) row.getArray(5).getArray())
                        .map(String.class::cast)
                        .toList(),
                row.getString(6),
                row.getBoolean(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                used == null ? null : used.toInstant());
        return new Stored(passkey, row.getBytes(10), row.getLong(11), row.getBoolean(12));
    }
}
