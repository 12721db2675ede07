package io.tongbao.web.staff;

import io.tongbao.kernel.PublicId;
import io.tongbao.pki.TrustAnchor;
import io.tongbao.pki.TrustAnchors;
import io.tongbao.staff.Permission;
import io.tongbao.web.staff.change.TrustAnchorInstall;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/** The outside authorities that are trusted. They come and go by proposal only. */
public final class TrustAnchorRoutes implements OpsRoutes {

    private final TrustAnchors anchors;

    public TrustAnchorRoutes(TrustAnchors anchors) {
        this.anchors = anchors;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/trust-anchors", Access.with(Permission.CERTIFICATE_MANAGE), this::list);
    }

    private void list(OpsCall call) throws IOException {
        call.answer(200, OpsJson.list(anchors.active(), TrustAnchorRoutes::write));
    }

    private static void write(JsonGenerator json, TrustAnchor anchor) {
        json.writeStringProperty("id", PublicId.format(TrustAnchor.PREFIX, anchor.id()));
        json.writeStringProperty("label", anchor.label());
        json.writeStringProperty("certificate_sha256", TrustAnchorInstall.fingerprint(anchor.certificateDer()));
        json.writeStringProperty("on_silence", CustomerRoutes.word(anchor.onSilence()));
    }
}
