package io.tongbao.customer.enterprise;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.Moments;
import io.tongbao.customer.enterprise.Enterprise.Operator;
import io.tongbao.customer.identity.IdentityFile;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The persons who act for an enterprise. Those who may check appoint and remove others, never themselves, and the last who may
 * check stays.
 *
 * <p>Errors: ENTERPRISE_NOT_FOUND, NOT_AN_OPERATOR, IDENTITY_REQUIRED of the appointed, SECOND_OPERATOR_NEEDED.
 */
public final class Operators {

    private static final String SELECT = """
            SELECT e.customer_id, e.credit_code, e.legal_name, e.checker_from_minor, e.verified_at IS NOT NULL, e.refusal
            FROM customer.enterprise e\s""";

    private final CustomerDesk desk;

    public Operators(CustomerDesk desk) {
        this.desk = desk;
    }

    public Enterprise enterprise(UUID enterpriseId) {
        return desk.jdbc()
                .sql(SELECT + "WHERE e.customer_id = ?")
                .param(enterpriseId)
                .query((row, n) -> read(row))
                .optional()
                .orElseThrow(() -> new Refused(CustomerError.ENTERPRISE_NOT_FOUND));
    }

    /** Those that a person acts for. */
    public List<Enterprise> enterprisesOf(UUID personId) {
        return desk.jdbc()
                .sql(SELECT + """
                        JOIN customer.operator o ON o.enterprise_id = e.customer_id
                        WHERE o.person_id = ? AND o.removed_at IS NULL ORDER BY e.created_at""")
                .param(personId)
                .query((row, n) -> read(row))
                .list();
    }

    private static Enterprise read(ResultSet row) throws SQLException {
        return new Enterprise(
                row.getObject(1, UUID.class),
                new CreditCode(row.getString(2)),
                row.getString(3),
                row.getLong(4),
                row.getBoolean(5),
                row.getString(6));
    }

    /** Who acts for it now. */
    public List<Operator> of(UUID enterpriseId) {
        return desk.jdbc()
                .sql("""
                        SELECT enterprise_id, person_id, may_make, may_check FROM customer.operator
                        WHERE enterprise_id = ? AND removed_at IS NULL ORDER BY appointed_at, person_id""")
                .param(enterpriseId)
                .query((row, n) -> new Operator(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getBoolean(3),
                        row.getBoolean(4)))
                .list();
    }

    public Optional<Operator> find(UUID enterpriseId, UUID personId) {
        return of(enterpriseId).stream()
                .filter(operator -> operator.personId().equals(personId))
                .findFirst();
    }

    public void appoint(UUID enterpriseId, UUID by, UUID personId, boolean mayMake, boolean mayCheck) {
        requireChecker(enterpriseId, by);
        if (by.equals(personId)) {
            throw new Refused(CustomerError.SECOND_OPERATOR_NEEDED);
        }
        if (!IdentityFile.find(desk, personId).map(IdentityFile::verified).orElse(false)) {
            throw new Refused(CustomerError.IDENTITY_REQUIRED);
        }
        desk.inTransaction(() -> {
            desk.lock(enterpriseId);
            insert(desk, enterpriseId, personId, mayMake, mayCheck);
            return true;
        });
    }

    public void remove(UUID enterpriseId, UUID by, UUID personId) {
        requireChecker(enterpriseId, by);
        if (by.equals(personId)) {
            throw new Refused(CustomerError.SECOND_OPERATOR_NEEDED);
        }
        desk.inTransaction(() -> {
            desk.lock(enterpriseId);
            // Two who remove each other at once: the second is no operator any more.
            requireChecker(enterpriseId, by);
            int removed = desk.jdbc()
                    .sql("UPDATE customer.operator SET removed_at = ?"
                            + " WHERE enterprise_id = ? AND person_id = ? AND removed_at IS NULL")
                    .params(Moments.at(desk.now()), enterpriseId, personId)
                    .update();
            if (removed == 1) {
                desk.notices().record(personId, NoticeKind.OPERATOR_REMOVED);
            }
            return true;
        });
    }

    static void insert(CustomerDesk desk, UUID enterpriseId, UUID personId, boolean mayMake, boolean mayCheck) {
        desk.jdbc()
                .sql("""
                        INSERT INTO customer.operator (enterprise_id, person_id, appointed_at, may_make, may_check)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (enterprise_id, person_id) DO UPDATE
                        SET may_make = excluded.may_make, may_check = excluded.may_check, removed_at = NULL""")
                .params(enterpriseId, personId, Moments.at(desk.now()), mayMake, mayCheck)
                .update();
        desk.notices().record(personId, NoticeKind.OPERATOR_APPOINTED);
    }

    private void requireChecker(UUID enterpriseId, UUID personId) {
        enterprise(enterpriseId);
        if (!find(enterpriseId, personId).map(Operator::mayCheck).orElse(false)) {
            throw new Refused(CustomerError.NOT_AN_OPERATOR);
        }
    }
}
