package io.tongbao.web.staff;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.life.Hold;
import io.tongbao.customer.life.Holds;
import io.tongbao.customer.life.Numbers;
import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.staff.AuditEntry;
import io.tongbao.staff.AuditTrail;
import io.tongbao.staff.AuditTrail.Changed;
import io.tongbao.staff.Permission;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/**
 * What one member does at once to protect an account: hold it, or an amount on it, for the operator or for a court, and write
 * down what a carrier reports about a number. To release a hold takes two: the proposal {@code hold.release}.
 */
public final class HoldRoutes implements OpsRoutes {

    private final Holds holds;
    private final Numbers numbers;
    private final AuditTrail trail;

    public HoldRoutes(Holds holds, Numbers numbers, AuditTrail trail) {
        this.holds = holds;
        this.numbers = numbers;
        this.trail = trail;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/customers/{id}/holds", Access.with(Permission.CUSTOMER_READ), this::list)
                .post("/ops/v1/customers/{id}/holds", Access.with(Permission.CUSTOMER_HOLD), this::place)
                .post("/ops/v1/number-reports", Access.with(Permission.NUMBER_REPORT), this::report);
    }

    private void list(OpsCall call) throws IOException {
        UUID customer = CustomerRoutes.id(call);
        trail.record(
                AuditEntry.of(call.acting(), "customer.seen", "customer", PublicId.format(Customer.PREFIX, customer))
                        .with("what", "holds"));
        call.answer(200, OpsJson.list(holds.of(customer), HoldRoutes::write));
    }

    private void place(OpsCall call) throws IOException {
        UUID customer = CustomerRoutes.id(call);
        JsonBody body = call.json();
        Hold.Authority authority = body.choice("authority", Hold.Authority.class, Hold.Authority.STAFF);
        Long amount = body.optionalAmount("amount_minor");
        String reference = body.text("reference", 3, 128);
        body.end();
        if (authority == Hold.Authority.CUSTOMER) {
            throw new FieldRefused(RequestError.INVALID_REQUEST, "authority", "authority must be staff or court");
        }
        Holds.PlaceCommand command = new Holds.PlaceCommand(
                call.idFromKey("hold", call.member().id()),
                customer,
                authority,
                amount,
                reference,
                call.acting().actor().text());
        trail.run(connection -> placed(call, command, holds.placeWithin(command)));
        holds.settle(command.id());
        Hold hold = holds.find(command.id());
        call.answer(201, OpsJson.object(json -> write(json, hold)));
    }

    private AuditEntry placed(OpsCall call, Holds.PlaceCommand command, boolean isNew) {
        Long amount = command.amountMinor();
        Hold hold = holds.find(command.id());
        if (!hold.customerId().equals(command.customerId())
                || hold.authority() != command.authority()
                || !Objects.equals(hold.amountMinor(), amount)
                || !hold.reference().equals(command.reference())) {
            throw new Refused(CustomerError.HOLD_KEY_REUSED);
        }
        return AuditEntry.of(
                        call.acting(),
                        isNew ? "hold.placed" : "hold.repeated",
                        "customer",
                        PublicId.format(Customer.PREFIX, command.customerId()))
                .with("hold", PublicId.format(Hold.PREFIX, command.id()))
                .with("authority", command.authority().wire())
                .with("amount_minor", amount == null ? "all" : amount.toString())
                .with("reference", command.reference());
    }

    private static void write(JsonGenerator json, Hold hold) {
        json.writeStringProperty("id", PublicId.format(Hold.PREFIX, hold.id()));
        json.writeStringProperty("authority", hold.authority().wire());
        if (hold.amountMinor() != null) {
            json.writeNumberProperty("amount_minor", hold.amountMinor());
        }
        if (hold.heldMinor() != null) {
            json.writeNumberProperty("held_minor", hold.heldMinor());
        }
        json.writeStringProperty("reference", hold.reference());
        json.writeStringProperty("placed_by", hold.placedBy());
        json.writeStringProperty("placed_at", hold.placedAt().toString());
        json.writeStringProperty("state", hold.liftedAt() == null ? "standing" : "lifted");
    }

    /** What happened to a number. */
    enum Event {
        RECYCLED,
        SIM_CHANGED
    }

    /** The answer does not say whose number it was when it was nobody's; the trail never holds the number itself. */
    private void report(OpsCall call) throws IOException {
        JsonBody body = call.json();
        Msisdn number = body.msisdn("msisdn");
        String word = body.text("event", 1, 32);
        String reason = body.text("reason", 3, 500);
        body.end();
        Event event =
                switch (word) {
                    case "recycled" -> Event.RECYCLED;
                    case "sim_changed" -> Event.SIM_CHANGED;
                    default ->
                        throw new FieldRefused(
                                RequestError.INVALID_REQUEST, "event", "event must be recycled or sim_changed");
                };
        Optional<Customer> holder = trail.change(connection -> {
            Optional<Customer> found =
                    switch (event) {
                        case RECYCLED -> numbers.recycled(number);
                        case SIM_CHANGED -> numbers.simChanged(number);
                    };
            String whose = found.map(CustomerRoutes::publicId).orElse("nobody");
            return new Changed<>(
                    found,
                    AuditEntry.of(call.acting(), "number.reported", "customer", whose)
                            .with("event", word)
                            .with("reason", reason));
        });
        numbers.forget();
        call.answer(200, OpsJson.object(json -> {
            json.writeStringProperty("event", word);
            holder.ifPresent(customer -> {
                json.writeStringProperty("customer", CustomerRoutes.publicId(customer));
                json.writeStringProperty("status", CustomerRoutes.word(customer.status()));
            });
        }));
    }
}
