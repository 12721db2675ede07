package io.tongbao.web.staff;

import io.tongbao.edge.JsonBody;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.guard.PartnerGate;
import io.tongbao.partner.guard.PartnerHealth;
import io.tongbao.payment.Payment;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.Legs;
import io.tongbao.payment.funding.PartnerSwitches;
import io.tongbao.staff.AuditEntry;
import io.tongbao.staff.AuditTrail;
import io.tongbao.staff.Permission;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Banks and carriers as staff see them. One person stops a partner at once; a proposal of kind {@code partner.setting} lets it go on. */
public final class PartnerRoutes implements OpsRoutes {

    private static final int MOST_IN_DOUBT = 500;

    private final PartnerGate gate;
    private final PartnerSwitches switches;
    private final Legs legs;
    private final AuditTrail trail;
    private final InstantSource clock;

    public PartnerRoutes(PartnerGate gate, PartnerSwitches switches, Legs legs, AuditTrail trail, InstantSource clock) {
        this.gate = gate;
        this.switches = switches;
        this.legs = legs;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/partners", Access.with(Permission.PARTNER_READ), this::list)
                .get("/ops/v1/partners/in-doubt", Access.with(Permission.PARTNER_READ), this::inDoubt)
                .post("/ops/v1/partners/{partner}/stop", Access.with(Permission.PARTNER_STOP), this::stop);
    }

    private void list(OpsCall call) throws IOException {
        call.answer(200, OpsJson.list(gate.health(), PartnerRoutes::write));
    }

    private static void write(JsonGenerator json, PartnerHealth health) {
        json.writeStringProperty("id", health.partner().value());
        json.writeBooleanProperty("on", health.on());
        json.writeNumberProperty("weight", health.weight());
        json.writeBooleanProperty("ready", health.ready());
        json.writeStringProperty("breaker", health.breaker());
        json.writeNumberProperty("in_flight", health.inFlight());
        json.writeNumberProperty("max_in_flight", health.maxInFlight());
        json.writeObjectPropertyStart("outcomes");
        health.outcomes().forEach(json::writeNumberProperty);
        json.writeEndObject();
    }

    /** What no answer is known of yet, the oldest first. */
    private void inDoubt(OpsCall call) throws IOException {
        call.answer(200, OpsJson.list(legs.unresolved(MOST_IN_DOUBT), this::write));
    }

    private void write(JsonGenerator json, Leg leg) {
        json.writeStringProperty("instruction", leg.id().toString());
        json.writeStringProperty(
                "payment", PublicId.format(Payment.PREFIX, leg.what().orderId()));
        json.writeStringProperty("partner", leg.what().partner().value());
        json.writeStringProperty("operation", leg.operation().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("amount_minor", leg.what().amount().minor());
        json.writeStringProperty("state", leg.state().wire());
        json.writeNumberProperty(
                "age_seconds", Duration.between(leg.at(), clock.instant()).toSeconds());
        json.writeNumberProperty("attempts", leg.progress().attempts());
    }

    private void stop(OpsCall call) throws IOException {
        PartnerId partner =
                gate.find(call.path("partner")).orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "partner"));
        JsonBody body = call.json();
        String reason = body.text("reason", 3, 200);
        body.end();
        trail.run(connection -> {
            PartnerSwitches.Setting now = switches.setting(partner);
            switches.set(partner, false, now.weight(), call.acting().actor().text(), reason);
            return AuditEntry.of(call.acting(), "partner.stopped", "partner", partner.value())
                    .with("reason", reason);
        });
        call.answer(200, OpsJson.object(json -> {
            json.writeStringProperty("id", partner.value());
            json.writeBooleanProperty("on", false);
        }));
    }
}
