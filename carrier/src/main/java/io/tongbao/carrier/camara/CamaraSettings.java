package io.tongbao.carrier.camara;

import io.tongbao.carrier.CarrierCapability;
import io.tongbao.carrier.CarrierKind.Surroundings;
import io.tongbao.carrier.CarrierProfile;
import io.tongbao.carrier.ProfileSettings;
import io.tongbao.partner.PartnerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One CAMARA carrier as the operator set it.
 *
 * @param root before {@code /carrier-billing/v0.5}
 * @param sink where the carrier sends events; null: none are asked for
 * @param sinkToken the bearer token the carrier must show there
 * @param settle how long after it was given an instruction that the carrier has not seen can still arrive
 * @param directLookup whether the carrier finds an instruction by our id ({@code /boss/v1/operations})
 * @param directReverse whether it takes reversals by our id, also of what it has not seen ({@code /boss/v1/reversals})
 */
record CamaraSettings(
        CarrierProfile profile,
        String root,
        URI tokenUrl,
        String clientId,
        String clientSecret,
        String scope,
        @Nullable String merchant,
        @Nullable String sink,
        @Nullable String sinkToken,
        Duration settle,
        boolean directLookup,
        boolean directReverse) {

    private static final Set<String> OWN = Set.of(
            "url",
            "token-url",
            "client-id",
            "client-secret-file",
            "scope",
            "merchant-identifier",
            "sink",
            "sink-token-file",
            "settle-seconds",
            "extensions");

    /** What CAMARA lacks and a carrier may offer in its style under {@code /boss/v1}. */
    private enum Extension {
        INQUIRE,
        REVERSE,
        SUBSCRIBER,
        TOPUP,
        POINTS,
        CHARGEFILE
    }

    static CamaraSettings read(PartnerSettings settings, Surroundings surroundings) {
        settings.allowOnly(ProfileSettings.with(OWN));
        Set<Extension> extensions = extensions(settings);
        EnumSet<CarrierCapability> can = EnumSet.of(
                CarrierCapability.CHARGE,
                CarrierCapability.RESERVE,
                CarrierCapability.REFUND,
                CarrierCapability.PARTIAL_REFUND,
                CarrierCapability.REVERSE,
                CarrierCapability.INQUIRE);
        if (extensions.contains(Extension.SUBSCRIBER)) {
            can.add(CarrierCapability.SUBSCRIBER_STATE);
        }
        if (extensions.contains(Extension.TOPUP)) {
            can.add(CarrierCapability.TOP_UP);
        }
        if (extensions.contains(Extension.POINTS)) {
            can.add(CarrierCapability.POINTS);
        }
        if (extensions.contains(Extension.CHARGEFILE)) {
            can.add(CarrierCapability.CHARGE_FILE);
        }
        String root = safe(settings, "url", settings.require("url")).replaceAll("/+$", "");
        String sink = settings.find("sink").orElse(null);
        if (sink != null && !sink.startsWith("https://")) {
            throw new IllegalArgumentException("setting sink of partner " + settings.id() + " begins with https://");
        }
        return new CamaraSettings(
                ProfileSettings.read(settings, can),
                root,
                URI.create(safe(settings, "token-url", settings.get("token-url", root + "/oauth2/token"))),
                settings.require("client-id"),
                secret(settings, "client-secret-file", surroundings.secrets()),
                settings.get("scope", ""),
                settings.find("merchant-identifier").orElse(null),
                sink,
                sink == null ? null : secret(settings, "sink-token-file", surroundings.secrets()),
                Duration.ofSeconds(settings.number("settle-seconds", 600, 1, 86_400)),
                extensions.contains(Extension.INQUIRE),
                extensions.contains(Extension.REVERSE));
    }

    private static Set<Extension> extensions(PartnerSettings settings) {
        try {
            return Arrays.stream(settings.get("extensions", "").split(","))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .map(each -> Extension.valueOf(each.toUpperCase(Locale.ROOT)))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "setting extensions of partner " + settings.id() + " is a list of "
                            + Arrays.toString(Extension.values()).toLowerCase(Locale.ROOT),
                    e);
        }
    }

    /** Clear HTTP is for this machine only: the client's secret and the token travel in it. */
    private static String safe(PartnerSettings settings, String name, String url) {
        try {
            URI uri = new URI(url);
            boolean here = "127.0.0.1".equals(uri.getHost())
                    || "localhost".equals(uri.getHost())
                    || "[::1]".equals(uri.getHost());
            if ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && here)) {
                return url;
            }
        } catch (java.net.URISyntaxException e) {
            // Told below, together with what is allowed.
        }
        throw new IllegalArgumentException("setting " + name + " of partner " + settings.id()
                + " begins with https:// (http:// on loopback only)");
    }

    private static String secret(PartnerSettings settings, String name, Path secrets) {
        String file = settings.require(name);
        Path path = secrets.resolve(file).normalize();
        if (!path.startsWith(secrets.normalize())) {
            throw new IllegalArgumentException(
                    "setting " + name + " of partner " + settings.id() + " leaves the secrets' directory");
        }
        try {
            String secret = Files.readString(path, StandardCharsets.UTF_8).strip();
            if (!secret.isEmpty()) {
                return secret;
            }
        } catch (IOException e) {
            // Told below; what is in the file, or how it failed, is nobody's business.
        }
        throw new IllegalArgumentException(
                "setting " + name + " of partner " + settings.id() + ": no readable secret in " + path.getFileName());
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "CamaraSettings[" + profile.id() + "]";
    }
}
