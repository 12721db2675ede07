package io.tongbao.web.staff;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.Customers;
import io.tongbao.customer.FreezeCustomer;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Permission;
import io.tongbao.staff.ProposalKind;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/** A proposal of kind {@code customer.freeze}: a customer pays no more for now, or pays again. */
public final class CustomerFreeze implements ProposalKind<CustomerFreeze.To> {

    public static final String NAME = "customer.freeze";

    private final Customers customers;
    private final FreezeCustomer freeze;

    public CustomerFreeze(Customers customers, FreezeCustomer freeze) {
        this.customers = customers;
        this.freeze = freeze;
    }

    /** What is proposed. */
    public record To(UUID customer, boolean frozen) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Permission toMake() {
        return Permission.CUSTOMER_FREEZE_PROPOSE;
    }

    @Override
    public Permission toCheck() {
        return Permission.CUSTOMER_FREEZE_APPROVE;
    }

    @Override
    public Set<String> fields() {
        return Set.of("customer", "status");
    }

    @Override
    public SequencedMap<String, String> encode(To payload) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("customer", PublicId.format(Customer.PREFIX, payload.customer()));
        fields.put("status", word(status(payload)));
        return fields;
    }

    @Override
    public To decode(Map<String, String> fields) {
        UUID customer = PublicId.parse(Customer.PREFIX, fields.getOrDefault("customer", ""))
                .orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
        return switch (fields.getOrDefault("status", "")) {
            case "frozen" -> new To(customer, true);
            case "active" -> new To(customer, false);
            default -> throw new Refused(RequestError.INVALID_REQUEST, "status: must be frozen or active");
        };
    }

    @Override
    public String subject(To payload) {
        return "customer:" + PublicId.format(Customer.PREFIX, payload.customer());
    }

    @Override
    public Diff look(Connection connection, To payload) {
        Customer customer =
                customers.find(payload.customer()).orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
        String now = word(customer.status());
        return new Diff(
                now,
                new LinkedHashMap<>(Map.of("status", now)),
                new LinkedHashMap<>(Map.of("status", word(status(payload)))));
    }

    @Override
    public void apply(Connection connection, To payload, Acting acting) {
        Customer changed = payload.frozen() ? freeze.freeze(payload.customer()) : freeze.unfreeze(payload.customer());
        if (changed.status() != status(payload)) {
            throw new IllegalStateException("the customer's status did not become what was approved");
        }
    }

    private static CustomerStatus status(To payload) {
        return payload.frozen() ? CustomerStatus.FROZEN : CustomerStatus.ACTIVE;
    }

    private static String word(CustomerStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
