package io.tongbao.customer.identity;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.Moments;
import io.tongbao.customer.identity.IdentityStatus.Check;
import io.tongbao.customer.identity.IdentityStatus.CheckState;
import io.tongbao.customer.tier.CheckKind;
import io.tongbao.customer.tier.Spending;
import io.tongbao.customer.tier.TierLimits;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads of what a customer may see of the own identity. */
public final class IdentityStatuses {

    private final CustomerDesk desk;
    private final Standings standings;

    public IdentityStatuses(CustomerDesk desk) {
        this.desk = desk;
        this.standings = new Standings(desk);
    }

    public IdentityStatus of(UUID customerId) {
        Optional<IdentityFile> file = IdentityFile.find(desk, customerId);
        Optional<Spending> spent = desk.allowances().find(customerId);
        return new IdentityStatus(
                file.map(IdentityFile::maskedName).orElse(null),
                file.map(IdentityFile::maskedNumber).orElse(null),
                file.map(f -> f.document().expiresOn()).orElse(null),
                standings.assess(customerId),
                checks(customerId),
                spent.map(s -> TierLimits.on(desk.today(), s.tier())).orElse(null),
                spent.orElse(null));
    }

    private List<Check> checks(UUID customerId) {
        return desk.jdbc()
                .sql("""
                        SELECT id, kind, source, state, asked_at, answered_at, reason FROM customer.identity_check
                        WHERE customer_id = ? ORDER BY asked_at, id""")
                .param(customerId)
                .query((row, n) -> new Check(
                        row.getObject(1, UUID.class),
                        CheckKind.valueOf(row.getString(2)),
                        row.getString(3),
                        CheckState.of(row.getInt(4)),
                        Moments.read(row, "asked_at"),
                        Moments.readOrNull(row, "answered_at"),
                        row.getString(7)))
                .list();
    }
}
