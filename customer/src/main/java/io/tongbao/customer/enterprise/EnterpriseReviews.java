package io.tongbao.customer.enterprise;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.Moments;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.customer.tier.Tier;
import io.tongbao.kernel.Refused;
import io.tongbao.vault.KeyPurpose;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What staff see and decide about an enterprise's papers. A refused one may be verified later, when the papers are complete;
 * a verified one is not refused any more, its account is frozen or closed.
 *
 * <p>Errors: {@link CustomerError#ENTERPRISE_NOT_FOUND}, {@link CustomerError#ENTERPRISE_VERIFIED}.
 */
public final class EnterpriseReviews {

    private static final String SELECT = """
            SELECT customer_id, credit_code, legal_name, checker_from_minor, created_at, verified_at, refused_at, refusal
            FROM customer.enterprise\s""";

    private final CustomerDesk desk;

    public EnterpriseReviews(CustomerDesk desk) {
        this.desk = desk;
    }

    /** How far the review has come. */
    public enum State {
        WAITING,
        VERIFIED,
        REFUSED
    }

    /**
     * An enterprise as staff see it.
     *
     * @param refusal why it was refused; null unless it was
     */
    public record Review(
            UUID customerId,
            CreditCode creditCode,
            String legalName,
            long checkerFromMinor,
            Instant registeredAt,
            State state,
            @Nullable String refusal) {}

    /** A person of the papers; {@code shareBp} in hundredths of a percent, 0 for the legal representative. */
    public record Named(String name, String documentNumber, int shareBp) {

        @Override
        public String toString() {
            return "Named[******]";
        }
    }

    /** Those that wait, oldest first. */
    public List<Review> waiting(int limit) {
        return desk.jdbc()
                .sql(SELECT + "WHERE verified_at IS NULL AND refused_at IS NULL ORDER BY created_at LIMIT ?")
                .param(limit)
                .query((row, n) -> read(row))
                .list();
    }

    public Review find(UUID enterpriseId) {
        return one(enterpriseId, "");
    }

    /** As {@link #find}, and nobody else decides until the transaction ends. */
    public Review lock(UUID enterpriseId) {
        return one(enterpriseId, " FOR UPDATE");
    }

    private Review one(UUID enterpriseId, String lock) {
        return desk.jdbc()
                .sql(SELECT + "WHERE customer_id = ?" + lock)
                .param(enterpriseId)
                .query((row, n) -> read(row))
                .optional()
                .orElseThrow(() -> new Refused(CustomerError.ENTERPRISE_NOT_FOUND));
    }

    private static Review read(ResultSet row) throws SQLException {
        State state = row.getObject("verified_at") != null
                ? State.VERIFIED
                : row.getObject("refused_at") != null ? State.REFUSED : State.WAITING;
        return new Review(
                row.getObject("customer_id", UUID.class),
                new CreditCode(row.getString("credit_code")),
                row.getString("legal_name"),
                row.getLong("checker_from_minor"),
                Moments.read(row, "created_at"),
                state,
                row.getString("refusal"));
    }

    /** The persons of the papers in the clear, the representative first: a reveal, which the caller records. */
    public List<Named> open(UUID enterpriseId) {
        find(enterpriseId);
        return desk.jdbc()
                .sql("""
                        SELECT 'customer.enterprise:' || customer_id, sealed_representative, 0 FROM customer.enterprise
                        WHERE customer_id = ?
                        UNION ALL
                        SELECT 'customer.beneficial_owner:' || id, sealed, share_bp FROM customer.beneficial_owner
                        WHERE enterprise_id = ? ORDER BY 3, 1""")
                .params(enterpriseId, enterpriseId)
                .query((row, n) -> named(row.getString(1), row.getBytes(2), row.getInt(3)))
                .list();
    }

    private Named named(String place, byte[] sealed, int shareBp) {
        String text = new String(desk.vault().open(KeyPurpose.IDENTITY, place, sealed), StandardCharsets.UTF_8);
        int line = text.indexOf('\n');
        return new Named(text.substring(0, line), text.substring(line + 1), shareBp);
    }

    /** The papers are in order: it may pay. Doing it again changes nothing. */
    public void verify(UUID enterpriseId, UUID staffId) {
        desk.inTransaction(() -> {
            int verified = desk.jdbc()
                    .sql("""
                            UPDATE customer.enterprise
                            SET verified_at = ?, verified_by = ?, refused_at = NULL, refused_by = NULL, refusal = NULL
                            WHERE customer_id = ? AND verified_at IS NULL""")
                    .params(Moments.at(desk.now()), staffId, enterpriseId)
                    .update();
            if (verified == 0) {
                return find(enterpriseId);
            }
            desk.allowances().setTier(enterpriseId, Tier.ENTERPRISE);
            desk.notices().record(enterpriseId, NoticeKind.TIER_CHANGED, Tier.ENTERPRISE.name());
            return find(enterpriseId);
        });
    }

    /** @param why for its operators to read, 1 to 200 characters, without personal data */
    public void refuse(UUID enterpriseId, UUID staffId, String why) {
        desk.inTransaction(() -> {
            if (lock(enterpriseId).state() == State.VERIFIED) {
                throw new Refused(CustomerError.ENTERPRISE_VERIFIED);
            }
            desk.jdbc()
                    .sql(
                            "UPDATE customer.enterprise SET refused_at = ?, refused_by = ?, refusal = ? WHERE customer_id = ?")
                    .params(Moments.at(desk.now()), staffId, why, enterpriseId)
                    .update();
            desk.notices().record(enterpriseId, NoticeKind.ENTERPRISE_REFUSED, why);
            return true;
        });
    }
}
