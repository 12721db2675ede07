package io.tongbao.web.staff.change;

import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.pki.TrustAnchor;
import io.tongbao.pki.TrustAnchors;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Permission;
import io.tongbao.staff.ProposalKind;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/** A proposal of kind {@code trust_anchor.retire}: keys certified under an outside authority stop counting within a second. */
public final class TrustAnchorRetire implements ProposalKind<TrustAnchorRetire.To> {

    public static final String NAME = "trust_anchor.retire";

    private final TrustAnchors anchors;

    public TrustAnchorRetire(TrustAnchors anchors) {
        this.anchors = anchors;
    }

    /** What is proposed. */
    public record To(UUID anchor) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Permission toMake() {
        return Permission.TRUST_ANCHOR_PROPOSE;
    }

    @Override
    public Permission toCheck() {
        return Permission.TRUST_ANCHOR_APPROVE;
    }

    @Override
    public Set<String> fields() {
        return Set.of("trust_anchor");
    }

    @Override
    public SequencedMap<String, String> encode(To payload) {
        return Wire.fields("trust_anchor", PublicId.format(TrustAnchor.PREFIX, payload.anchor()));
    }

    @Override
    public To decode(Map<String, String> fields) {
        return new To(PublicId.parse(TrustAnchor.PREFIX, fields.getOrDefault("trust_anchor", ""))
                .orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "trust anchor")));
    }

    @Override
    public String subject(To payload) {
        return "trust_anchor:" + TrustAnchorInstall.fingerprint(anchor(payload).certificateDer());
    }

    @Override
    public Diff look(Connection connection, To payload) {
        SequencedMap<String, String> before = TrustAnchorInstall.shown(anchor(payload));
        SequencedMap<String, String> after = new LinkedHashMap<>(before);
        after.put("state", "retired");
        return new Diff(before.toString(), before, after);
    }

    private TrustAnchor anchor(To payload) {
        return anchors.find(payload.anchor()).orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "trust anchor"));
    }

    @Override
    public void apply(Connection connection, To payload, Acting acting) {
        anchors.retire(payload.anchor());
    }
}
