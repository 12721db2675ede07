package io.tongbao.web.staff.change;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.pki.TrustAnchor;
import io.tongbao.pki.TrustAnchor.OnSilence;
import io.tongbao.pki.TrustAnchors;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Permission;
import io.tongbao.staff.ProposalKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A proposal of kind {@code trust_anchor.install}: certificates of an outside authority count from now on. The checker compares
 * the fingerprint with what the authority says on paper.
 */
public final class TrustAnchorInstall implements ProposalKind<TrustAnchorInstall.To> {

    public static final String NAME = "trust_anchor.install";

    private static final int MAX_BASE64 = 8_000;
    private static final int MAX_LABEL = 100;

    private final TrustAnchors anchors;

    public TrustAnchorInstall(TrustAnchors anchors) {
        this.anchors = anchors;
    }

    /** @param certificate DER in base64 */
    public record To(String label, String certificate, OnSilence onSilence) {

        String pem() {
            return "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n";
        }
    }

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
        return Set.of("label", "certificate", "on_silence");
    }

    @Override
    public int longestField() {
        return MAX_BASE64;
    }

    @Override
    public SequencedMap<String, String> encode(To payload) {
        return Wire.fields(
                "label",
                payload.label(),
                "certificate",
                payload.certificate(),
                "on_silence",
                Wire.word(payload.onSilence()));
    }

    @Override
    public To decode(Map<String, String> fields) {
        return new To(
                Wire.text(fields, "label", 1, MAX_LABEL),
                base64(Wire.text(fields, "certificate", 1, MAX_BASE64)),
                Wire.choice(fields, "on_silence", OnSilence.class));
    }

    private static String base64(String text) {
        try {
            return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new Refused(RequestError.INVALID_REQUEST, "certificate: must be DER in base64");
        }
    }

    @Override
    public String subject(To payload) {
        return "trust_anchor:" + fingerprint(anchors.requireAuthority(payload.pem()));
    }

    @Override
    public Diff look(Connection connection, To payload) {
        byte[] der = anchors.requireAuthority(payload.pem());
        Optional<TrustAnchor> known = anchors.of(der);
        SequencedMap<String, String> before = known.map(TrustAnchorInstall::shown)
                .orElseGet(() -> Wire.fields("state", "unknown", "certificate_sha256", fingerprint(der)));
        SequencedMap<String, String> after = Wire.fields(
                "state",
                "trusted",
                "certificate_sha256",
                fingerprint(der),
                "label",
                payload.label(),
                "on_silence",
                Wire.word(payload.onSilence()));
        return new Diff(before.toString(), before, after);
    }

    @Override
    public void apply(Connection connection, To payload, Acting acting) {
        TrustAnchor installed = anchors.install(payload.label(), payload.pem(), payload.onSilence());
        if (!installed.active()) {
            throw new IllegalStateException("an anchor just installed counts");
        }
    }

    /** An anchor as a checker reads it. */
    static SequencedMap<String, String> shown(TrustAnchor anchor) {
        return Wire.fields(
                "state",
                anchor.active() ? "trusted" : "retired",
                "certificate_sha256",
                fingerprint(anchor.certificateDer()),
                "label",
                anchor.label(),
                "on_silence",
                Wire.word(anchor.onSilence()));
    }

    /** SHA-256 of the certificate in lower-case hex. */
    public static String fingerprint(byte[] der) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
