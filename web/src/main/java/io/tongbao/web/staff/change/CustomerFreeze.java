package io.tongbao.web.staff.change;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.life.Hold;
import io.tongbao.customer.life.Hold.Authority;
import io.tongbao.customer.life.Holds;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Permission;
import io.tongbao.staff.ProposalKind;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/**
 * A proposal of kind {@code customer.freeze}: a customer pays no more for now, or pays again. A freeze is a hold of staff on the
 * whole account; thawing lifts all of those, and is refused while somebody else's stands.
 */
public final class CustomerFreeze implements ProposalKind<CustomerFreeze.To> {

    public static final String NAME = "customer.freeze";

    private static final String REFERENCE = "customer.freeze";

    private final CustomerDesk desk;
    private final Holds holds;

    public CustomerFreeze(CustomerDesk desk, Holds holds) {
        this.desk = desk;
        this.holds = holds;
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
        return Wire.fields("customer", Wire.customer(payload.customer()), "status", Wire.word(status(payload)));
    }

    @Override
    public To decode(Map<String, String> fields) {
        UUID customer = Wire.customer(fields, "customer");
        return switch (fields.getOrDefault("status", "")) {
            case "frozen" -> new To(customer, true);
            case "active" -> new To(customer, false);
            default -> throw new Refused(RequestError.INVALID_REQUEST, "status: must be frozen or active");
        };
    }

    @Override
    public String subject(To payload) {
        return "customer:" + Wire.customer(payload.customer());
    }

    @Override
    public Diff look(Connection connection, To payload) {
        desk.living(payload.customer());
        Customer customer = desk.lock(payload.customer());
        String now = Wire.word(customer.status());
        return new Diff(now, Wire.fields("status", now), Wire.fields("status", Wire.word(status(payload))));
    }

    @Override
    public void apply(Connection connection, To payload, Acting acting) {
        String by = acting.actor().text();
        if (payload.frozen()) {
            holds.placeWithin(new Holds.PlaceCommand(
                    desk.ids().next(), payload.customer(), Authority.STAFF, null, REFERENCE, by));
            return;
        }
        List<Hold> standing = holds.of(payload.customer()).stream()
                .filter(hold ->
                        hold.authority() == Authority.STAFF && hold.amountMinor() == null && hold.liftedAt() == null)
                .toList();
        standing.forEach(hold -> holds.liftWithin(hold.id(), Authority.STAFF, by));
        if (desk.customer(payload.customer()).status() == CustomerStatus.FROZEN) {
            throw new Refused(CustomerError.HOLD_PREVENTS);
        }
    }

    private static CustomerStatus status(To payload) {
        return payload.frozen() ? CustomerStatus.FROZEN : CustomerStatus.ACTIVE;
    }
}
