package io.tongbao.payment.prepaid;

import io.tongbao.kernel.Refused;
import io.tongbao.staff.Acting;
import io.tongbao.staff.AuditEntry;
import io.tongbao.staff.AuditTrail.Changed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Staff make a product. Nothing is worth anything yet: money comes with batches, which need two people. A repeat under the same key
 * gets the same product.
 *
 * <p>Errors: PREPAID_PRODUCT_INVALID (when the product is made), PREPAID_KEY_REUSED.
 */
public final class CreatePrepaidProduct {

    private final PrepaidDesk desk;

    public CreatePrepaidProduct(PrepaidDesk desk) {
        this.desk = desk;
    }

    /** @param product its id is not looked at: a new one is given */
    public PrepaidProduct execute(String requestKey, PrepaidProduct product, Acting acting) {
        UUID id = desk.ids().next();
        PrepaidProduct fresh = new PrepaidProduct(
                id,
                product.nameZh(),
                product.nameEn(),
                product.currency(),
                product.faces(),
                product.validityDays(),
                product.expiry(),
                product.loadsWallet(),
                product.providers(),
                product.services(),
                true);
        Optional<PrepaidProduct> earlier = byKey(requestKey);
        if (earlier.isPresent()) {
            return same(earlier.get(), fresh);
        }
        desk.trail().change(connection -> {
            insert(connection, requestKey, fresh);
            return new Changed<>(
                    fresh,
                    AuditEntry.of(acting, "prepaid.product_made", "prepaid_product", fresh.publicId())
                            .with("name", fresh.nameEn())
                            .with("faces", fresh.faces().toString())
                            .with("validity_days", Integer.toString(fresh.validityDays()))
                            .with("expiry", fresh.expiry().wire())
                            .with("loads_wallet", Boolean.toString(fresh.loadsWallet())));
        });
        return same(byKey(requestKey).orElseThrow(() -> new IllegalStateException("it was just made")), fresh);
    }

    private Optional<PrepaidProduct> byKey(String requestKey) {
        return desk.jdbc()
                .sql(PrepaidDesk.PRODUCT + " WHERE request_key = ?")
                .param(requestKey)
                .query((row, n) -> PrepaidDesk.readProduct(row))
                .optional();
    }

    private static PrepaidProduct same(PrepaidProduct first, PrepaidProduct wanted) {
        boolean same = first.nameZh().equals(wanted.nameZh())
                && first.nameEn().equals(wanted.nameEn())
                && first.currency() == wanted.currency()
                && first.faces().equals(wanted.faces())
                && first.validityDays() == wanted.validityDays()
                && first.expiry() == wanted.expiry()
                && first.loadsWallet() == wanted.loadsWallet()
                && first.providers().equals(wanted.providers())
                && first.services().equals(wanted.services());
        if (!same) {
            throw new Refused(PrepaidError.PREPAID_KEY_REUSED);
        }
        return first;
    }

    private void insert(Connection connection, String requestKey, PrepaidProduct p) {
        try {
            desk.jdbc()
                    .sql("""
                        INSERT INTO payment.prepaid_product (id, name_zh, name_en, currency, faces, validity_days,
                            expiry_policy, loads_wallet, providers, services, open, request_key, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, true, ?, ?) ON CONFLICT (request_key) DO NOTHING\
                        """)
                    .params(List.of(
                            p.id(),
                            p.nameZh(),
                            p.nameEn(),
                            p.currency().name(),
                            connection.createArrayOf("int8", p.faces().toArray()),
                            p.validityDays(),
                            p.expiry().number(),
                            p.loadsWallet(),
                            connection.createArrayOf("uuid", p.providers().toArray()),
                            connection.createArrayOf("text", p.services().toArray()),
                            requestKey,
                            desk.now()))
                    .update();
        } catch (SQLException e) {
            throw new IllegalStateException("the product could not be written", e);
        }
    }
}
