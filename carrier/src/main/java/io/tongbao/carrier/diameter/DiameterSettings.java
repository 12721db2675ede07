package io.tongbao.carrier.diameter;

import io.tongbao.carrier.CarrierCapability;
import io.tongbao.carrier.CarrierProfile;
import io.tongbao.carrier.ProfileSettings;
import io.tongbao.carrier.Subscriber.Plan;
import io.tongbao.partner.PartnerSettings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One Diameter carrier as the operator set it.
 *
 * @param originHost this node's name; each node has its own
 * @param sessionHost begins every Session-Id; the same on all nodes, so that any of them repeats what another sent
 * @param replay how a reversal makes sure of the original: true repeats it first, for a charging system that knows repeats but no reversals
 * @param settle how long after it was given an instruction that the carrier does not know can still arrive
 * @param plan what its subscribers are, since Diameter does not say
 */
record DiameterSettings(
        CarrierProfile profile,
        String host,
        int port,
        String originHost,
        String originRealm,
        String sessionHost,
        String destinationRealm,
        @Nullable String destinationHost,
        String serviceContext,
        Duration watchdog,
        Duration reconnect,
        boolean replay,
        Duration settle,
        Plan plan) {

    private static final Set<String> OWN = Set.of(
            "host",
            "port",
            "origin-host",
            "origin-realm",
            "session-host",
            "destination-realm",
            "destination-host",
            "service-context",
            "watchdog-ms",
            "reconnect-ms",
            "reversal",
            "settle-seconds",
            "plan",
            "check-balance");

    private static final Pattern IDENTITY = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?");

    static DiameterSettings read(PartnerSettings settings) {
        settings.allowOnly(ProfileSettings.with(OWN));
        EnumSet<CarrierCapability> can = EnumSet.of(
                CarrierCapability.CHARGE,
                CarrierCapability.RESERVE,
                CarrierCapability.REFUND,
                CarrierCapability.PARTIAL_REFUND,
                CarrierCapability.REVERSE);
        if (oneOf(settings, "check-balance", "yes", "no")) {
            can.add(CarrierCapability.SUBSCRIBER_STATE);
        }
        String originHost = identity(settings, "origin-host", settings.require("origin-host"));
        return new DiameterSettings(
                ProfileSettings.read(settings, can),
                settings.require("host"),
                settings.number("port", 3868, 1, 65_535),
                originHost,
                identity(settings, "origin-realm", settings.require("origin-realm")),
                identity(settings, "session-host", settings.get("session-host", originHost)),
                identity(settings, "destination-realm", settings.require("destination-realm")),
                settings.find("destination-host")
                        .map(host -> identity(settings, "destination-host", host))
                        .orElse(null),
                settings.get("service-context", "micropayment@tongbao.io"),
                // RFC 3539 §3.4.1 allows no less than 6 s; sandboxes may.
                Duration.ofMillis(settings.number("watchdog-ms", 30_000, 100, 600_000)),
                Duration.ofMillis(settings.number("reconnect-ms", 1_000, 10, 600_000)),
                !oneOf(settings, "reversal", "bound", "replay"),
                Duration.ofSeconds(settings.number("settle-seconds", 600, 1, 86_400)),
                oneOf(settings, "plan", "prepaid", "postpaid") ? Plan.PREPAID : Plan.POSTPAID);
    }

    /** Whether it is the first of two words, which is also what it is when it is not set. */
    private static boolean oneOf(PartnerSettings settings, String name, String first, String second) {
        String given = settings.get(name, first).toLowerCase(Locale.ROOT);
        if (given.equals(first) || given.equals(second)) {
            return given.equals(first);
        }
        throw new IllegalArgumentException(
                "setting " + name + " of partner " + settings.id() + " is " + first + " or " + second);
    }

    private static String identity(PartnerSettings settings, String name, String value) {
        if (!IDENTITY.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "setting " + name + " of partner " + settings.id() + " is a name such as ocs1.carrier.example");
        }
        return value;
    }
}
