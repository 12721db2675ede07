package io.tongbao.customer.identity;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.Moments;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.customer.tier.CheckKind;
import io.tongbao.kernel.Refused;
import io.tongbao.vault.KeyPurpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of documents, sealed, and what staff thought of them. Accepted ones count as a {@link CheckKind#DOCUMENT_REVIEW}.
 *
 * <p>Errors: {@link CustomerError#DOCUMENT_NOT_FOUND}, {@link CustomerError#DOCUMENT_ALREADY_REVIEWED}, {@link
 * CustomerError#INVALID_PICTURE}, IDENTITY_NOT_CLAIMED, CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED.
 */
public final class Documents {

    /** Prefix of public ids. */
    public static final String PREFIX = "doc";

    /** Source of what staff saw themselves. */
    private static final String STAFF = "staff";

    private final CustomerDesk desk;
    private final Standings standings;

    public Documents(CustomerDesk desk) {
        this.desk = desk;
        this.standings = new Standings(desk);
    }

    /** What the picture shows; the number is stored and never changes. */
    public enum Side {
        PORTRAIT(1),
        EMBLEM(2),
        PASSPORT_PAGE(3),
        HOLDER_WITH_DOCUMENT(4);

        private final int number;

        Side(int number) {
            this.number = number;
        }

        static Side of(int number) {
            for (Side side : values()) {
                if (side.number == number) {
                    return side;
                }
            }
            throw new IllegalArgumentException("side " + number);
        }
    }

    /** A picture without its content. */
    public record Waiting(UUID id, UUID customerId, Side side, String mediaType, Instant uploadedAt) {}

    public UUID upload(UUID customerId, Side side, byte[] raw) {
        Picture picture = Picture.clean(raw);
        desk.living(customerId);
        if (IdentityFile.find(desk, customerId).isEmpty()) {
            throw new Refused(CustomerError.IDENTITY_NOT_CLAIMED);
        }
        UUID id = desk.ids().next();
        desk.jdbc()
                .sql("""
                        INSERT INTO customer.document (id, customer_id, uploaded_at, state, side, media_type, sealed)
                        VALUES (?, ?, ?, 1, ?, ?, ?)""")
                .params(id, customerId, Moments.at(desk.now()), side.number, picture.mediaType())
                .param(desk.vault().seal(KeyPurpose.IDENTITY, place(id), picture.bytes()))
                .update();
        return id;
    }

    /** Waiting for review, oldest first. */
    public List<Waiting> waiting(int limit) {
        return desk.jdbc().sql("""
                        SELECT id, customer_id, side, media_type, uploaded_at FROM customer.document
                        WHERE state = 1 ORDER BY uploaded_at LIMIT ?""").param(limit).query((row, n) -> read(row)).list();
    }

    /** One picture, reviewed or not, without its content. */
    public Waiting find(UUID documentId) {
        return desk.jdbc()
                .sql("SELECT id, customer_id, side, media_type, uploaded_at FROM customer.document WHERE id = ?")
                .param(documentId)
                .query((row, n) -> read(row))
                .optional()
                .orElseThrow(() -> new Refused(CustomerError.DOCUMENT_NOT_FOUND));
    }

    private static Waiting read(ResultSet row) throws SQLException {
        return new Waiting(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                Side.of(row.getInt(3)),
                row.getString(4),
                Moments.read(row, "uploaded_at"));
    }

    /** The picture itself: a reveal, which the caller writes into the audit trail. */
    public Picture open(UUID documentId) {
        return desk.jdbc()
                .sql("SELECT media_type, sealed FROM customer.document WHERE id = ?")
                .param(documentId)
                .query((row, n) -> new Picture(
                        row.getString(1), desk.vault().open(KeyPurpose.IDENTITY, place(documentId), row.getBytes(2))))
                .optional()
                .orElseThrow(() -> new Refused(CustomerError.DOCUMENT_NOT_FOUND));
    }

    /** @param staffId who looked */
    public void accept(UUID documentId, UUID staffId) {
        review(documentId, staffId, 2, null);
    }

    /** @param reason for the customer to read, 1 to 100 characters */
    public void reject(UUID documentId, UUID staffId, String reason) {
        review(documentId, staffId, 3, reason);
    }

    /** Staff saw the person and the document at once. */
    public void seenInPerson(UUID customerId, UUID staffId) {
        desk.living(customerId);
        if (IdentityFile.find(desk, customerId).isEmpty()) {
            throw new Refused(CustomerError.IDENTITY_NOT_CLAIMED);
        }
        desk.inTransaction(() -> vouch(customerId, CheckKind.FACE_TO_FACE, staffId));
    }

    private void review(UUID documentId, UUID staffId, int state, @Nullable String reason) {
        UUID customerId = desk.jdbc()
                .sql("SELECT customer_id FROM customer.document WHERE id = ?")
                .param(documentId)
                .query(UUID.class)
                .optional()
                .orElseThrow(() -> new Refused(CustomerError.DOCUMENT_NOT_FOUND));
        desk.inTransaction(() -> {
            int changed = desk.jdbc()
                    .sql("UPDATE customer.document SET state = ?, reviewed_at = ?, reviewer_id = ?, reason = ?"
                            + " WHERE id = ? AND state = 1")
                    .params(state, Moments.at(desk.now()), staffId)
                    .param(reason)
                    .param(documentId)
                    .update();
            if (changed == 0) {
                throw new Refused(CustomerError.DOCUMENT_ALREADY_REVIEWED);
            }
            if (reason == null) {
                return vouch(customerId, CheckKind.DOCUMENT_REVIEW, staffId);
            }
            desk.notices().record(customerId, NoticeKind.DOCUMENT_REJECTED, reason);
            return true;
        });
    }

    private Boolean vouch(UUID customerId, CheckKind kind, UUID staffId) {
        standings.lockPerson(customerId);
        Instant now = desk.now();
        desk.jdbc()
                .sql("""
                        INSERT INTO customer.identity_check
                            (id, customer_id, asked_at, answered_at, tries, state, kind, source, reason)
                        VALUES (?, ?, ?, ?, 1, 2, ?, ?, ?)""")
                .params(desk.ids().next(), customerId, Moments.at(now), Moments.at(now))
                .params(kind.name(), STAFF, staffId.toString())
                .update();
        standings.apply(customerId, kind == CheckKind.FACE_TO_FACE ? now : null);
        return true;
    }

    static String place(UUID documentId) {
        return "customer.document:" + documentId;
    }
}
