package io.tongbao.web.staff;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.Customers;
import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.staff.AuditEntry;
import io.tongbao.staff.AuditTrail;
import io.tongbao.staff.Permission;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/**
 * Customers as staff see them: masked, and field by field in clear for a reason. The trail has the reveal before the answer has
 * the field.
 */
public final class CustomerRoutes implements OpsRoutes {

    private static final Set<String> REVEALABLE = Set.of("name", "msisdn");

    private final Customers customers;
    private final AuditTrail trail;

    public CustomerRoutes(Customers customers, AuditTrail trail) {
        this.customers = customers;
        this.trail = trail;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/customers/{id}", Access.with(Permission.CUSTOMER_READ), this::get)
                .post("/ops/v1/customers/{id}/reveal", Access.with(Permission.CUSTOMER_REVEAL), this::reveal);
    }

    private void get(OpsCall call) throws IOException {
        Customer customer = customer(call);
        trail.record(AuditEntry.of(call.acting(), "customer.seen", "customer", publicId(customer)));
        call.answer(200, OpsJson.object(json -> {
            head(json, customer);
            json.writeStringProperty("name", masked(customer.name()));
            json.writeStringProperty("msisdn", customer.msisdn().masked());
        }));
    }

    private void reveal(OpsCall call) throws IOException {
        JsonBody body = call.json();
        List<String> fields = body.texts("fields", REVEALABLE.size());
        String reason = body.text("reason", 3, 500);
        body.end();
        if (fields.isEmpty() || !REVEALABLE.containsAll(fields)) {
            throw new FieldRefused(
                    RequestError.INVALID_REQUEST, "fields", "fields must be of " + new TreeSet<>(REVEALABLE));
        }
        Customer customer = customer(call);
        trail.record(AuditEntry.of(call.acting(), "customer.revealed", "customer", publicId(customer))
                .with("fields", String.join(",", new TreeSet<>(fields)))
                .with("reason", reason));
        call.answer(200, OpsJson.object(json -> {
            head(json, customer);
            if (fields.contains("name")) {
                json.writeStringProperty("name", customer.name());
            }
            if (fields.contains("msisdn")) {
                json.writeStringProperty("msisdn", customer.msisdn().e164());
            }
        }));
    }

    private Customer customer(OpsCall call) {
        return customers
                .find(Query.pathId(Customer.PREFIX, call.path("id")))
                .orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
    }

    private static void head(JsonGenerator json, Customer customer) {
        json.writeStringProperty("id", publicId(customer));
        json.writeStringProperty("status", customer.status().name().toLowerCase(Locale.ROOT));
    }

    private static String publicId(Customer customer) {
        return PublicId.format(Customer.PREFIX, customer.id());
    }

    /** The first letter, so that a caller can be told from another. */
    private static String masked(String name) {
        return name.substring(0, name.offsetByCodePoints(0, 1)) + "**";
    }
}
