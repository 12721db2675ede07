package io.tongbao.web.staff.change;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.life.Hold;
import io.tongbao.customer.life.Holds;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Permission;
import io.tongbao.staff.ProposalKind;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/** A proposal of kind {@code hold.release}: what staff placed, for themselves or for a court, is given back. */
public final class HoldRelease implements ProposalKind<HoldRelease.To> {

    public static final String NAME = "hold.release";

    private final CustomerDesk desk;
    private final Holds holds;

    public HoldRelease(CustomerDesk desk, Holds holds) {
        this.desk = desk;
        this.holds = holds;
    }

    /** What is proposed. */
    public record To(UUID hold) {}

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
        return Set.of("hold");
    }

    @Override
    public SequencedMap<String, String> encode(To payload) {
        return Wire.fields("hold", PublicId.format(Hold.PREFIX, payload.hold()));
    }

    @Override
    public To decode(Map<String, String> fields) {
        return new To(PublicId.parse(Hold.PREFIX, fields.getOrDefault("hold", ""))
                .orElseThrow(() -> new Refused(CustomerError.HOLD_NOT_FOUND)));
    }

    @Override
    public String subject(To payload) {
        return "customer:" + Wire.customer(holds.find(payload.hold()).customerId());
    }

    @Override
    public Diff look(Connection connection, To payload) {
        desk.lock(holds.find(payload.hold()).customerId());
        Hold hold = holds.find(payload.hold());
        if (hold.authority() == Hold.Authority.CUSTOMER) {
            throw new Refused(CustomerError.HOLD_NOT_YOURS);
        }
        String state = hold.liftedAt() == null ? "standing" : "lifted";
        Long amount = hold.amountMinor();
        SequencedMap<String, String> before = Wire.fields(
                "state",
                state,
                "authority",
                hold.authority().wire(),
                "amount_minor",
                amount == null ? "all" : amount.toString(),
                "reference",
                hold.reference());
        SequencedMap<String, String> after = new LinkedHashMap<>(before);
        after.put("state", "lifted");
        return new Diff(state, before, after);
    }

    @Override
    public void apply(Connection connection, To payload, Acting acting) {
        holds.liftWithin(
                payload.hold(),
                holds.find(payload.hold()).authority(),
                acting.actor().text());
    }

    /** An amount is released in the ledger at once; the job does it when this is lost. */
    @Override
    public void follow(Map<String, String> payload) {
        holds.settle(decode(payload).hold());
    }
}
