package io.tongbao.carrier;

import io.tongbao.kernel.Currency;
import io.tongbao.partner.OpeningHours;
import io.tongbao.partner.PartnerSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The settings that all carriers have, whatever they speak. */
public final class ProfileSettings {

    /** Names of these settings. */
    public static final Set<String> NAMES = Set.of(
            "currency",
            "hours",
            "zone",
            "prefixes",
            "timeout-ms",
            "max-in-flight",
            "max-charge-minor",
            "monthly-cap-minor");

    private static final Pattern PREFIX = Pattern.compile("\\+[1-9][0-9]{0,13}");

    private ProfileSettings() {}

    /** A kind's own names together with those of all carriers. */
    public static Set<String> with(Set<String> own) {
        Set<String> all = new HashSet<>(NAMES);
        all.addAll(own);
        return all;
    }

    /** @throws IllegalArgumentException naming the setting that is wrong */
    public static CarrierProfile read(PartnerSettings settings, Set<CarrierCapability> capabilities) {
        Currency currency = Currency.ofCode(settings.get("currency", "CNY"))
                .orElseThrow(() -> wrong(settings, "currency", "a currency's three letters"));
        return new CarrierProfile(
                settings.id(),
                settings.nameZh(),
                settings.nameEn(),
                currency,
                capabilities,
                hours(settings),
                prefixes(settings),
                Duration.ofMillis(settings.number("timeout-ms", 10_000, 100, 120_000)),
                settings.number("max-in-flight", 200, 1, 10_000),
                settings.number("max-charge-minor", 100_000, 0, Integer.MAX_VALUE),
                settings.number("monthly-cap-minor", 500_000, 0, Integer.MAX_VALUE));
    }

    private static OpeningHours hours(PartnerSettings settings) {
        try {
            ZoneId zone = ZoneId.of(settings.get("zone", "Asia/Shanghai"));
            return settings.find("hours")
                    .map(written -> OpeningHours.parse(written, zone))
                    .orElse(OpeningHours.ALWAYS);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "settings hours and zone of partner " + settings.id()
                            + " are written 08:00-22:30 and Asia/Shanghai",
                    e);
        }
    }

    private static Set<String> prefixes(PartnerSettings settings) {
        Set<String> prefixes = new HashSet<>();
        Arrays.stream(settings.get("prefixes", "").split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .forEach(each -> {
                    if (!PREFIX.matcher(each).matches()) {
                        throw wrong(settings, "prefixes", "+86134,+86135");
                    }
                    prefixes.add(each);
                });
        return prefixes;
    }

    private static IllegalArgumentException wrong(PartnerSettings settings, String name, String form) {
        return new IllegalArgumentException("setting " + name + " of partner " + settings.id() + " is written " + form);
    }
}
