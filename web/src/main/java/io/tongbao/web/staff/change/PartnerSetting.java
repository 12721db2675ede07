package io.tongbao.web.staff.change;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.guard.PartnerGate;
import io.tongbao.payment.funding.PartnerSwitches;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Permission;
import io.tongbao.staff.ProposalKind;
import java.sql.Connection;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** A proposal of kind {@code partner.setting}: a bank or carrier gets new business or none, and how much of what several could serve. */
public final class PartnerSetting implements ProposalKind<PartnerSetting.To> {

    public static final String NAME = "partner.setting";

    private static final int MOST_WEIGHT = 1_000;

    private final PartnerGate gate;
    private final PartnerSwitches switches;

    public PartnerSetting(PartnerGate gate, PartnerSwitches switches) {
        this.gate = gate;
        this.switches = switches;
    }

    /** What is proposed. */
    public record To(PartnerId partner, Business business, int weight, String reason) {}

    /** Whether it gets new business. */
    public enum Business {
        ON,
        OFF
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Permission toMake() {
        return Permission.PARTNER_SETTING_PROPOSE;
    }

    @Override
    public Permission toCheck() {
        return Permission.PARTNER_SETTING_APPROVE;
    }

    @Override
    public Set<String> fields() {
        return Set.of("partner", "business", "weight", "reason");
    }

    @Override
    public SequencedMap<String, String> encode(To payload) {
        return Wire.fields(
                "partner",
                payload.partner().value(),
                "business",
                Wire.word(payload.business()),
                "weight",
                Integer.toString(payload.weight()),
                "reason",
                payload.reason());
    }

    @Override
    public To decode(Map<String, String> fields) {
        return new To(
                gate.find(fields.getOrDefault("partner", ""))
                        .orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "partner")),
                Wire.choice(fields, "business", Business.class),
                weight(fields.getOrDefault("weight", "")),
                Wire.text(fields, "reason", 3, 200));
    }

    private static int weight(String written) {
        if (written.matches("[0-9]{1,4}") && Integer.parseInt(written) <= MOST_WEIGHT) {
            return Integer.parseInt(written);
        }
        throw new Refused(RequestError.INVALID_REQUEST, "weight: must be 0 to 1000");
    }

    @Override
    public String subject(To payload) {
        return "partner:" + payload.partner();
    }

    @Override
    public Diff look(Connection connection, To payload) {
        PartnerSwitches.Setting now = switches.setting(payload.partner());
        return new Diff(
                Integer.toString(now.version()),
                Wire.fields("business", now.on() ? "on" : "off", "weight", Integer.toString(now.weight())),
                Wire.fields("business", Wire.word(payload.business()), "weight", Integer.toString(payload.weight())));
    }

    @Override
    public void apply(Connection connection, To payload, Acting acting) {
        switches.set(
                payload.partner(),
                payload.business() == Business.ON,
                payload.weight(),
                acting.actor().text(),
                payload.reason());
    }
}
