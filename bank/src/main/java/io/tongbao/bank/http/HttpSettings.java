package io.tongbao.bank.http;

import io.tongbao.bank.BankCapability;
import io.tongbao.bank.BankProfile;
import io.tongbao.bank.http.wire.KeyFile;
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.bank.http.wire.SealAlgorithm;
import io.tongbao.kernel.Currency;
import io.tongbao.partner.OpeningHours;
import io.tongbao.partner.PartnerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bank's settings, read. Their names and what they mean stand in {@code docs/guide/add-a-bank.md}.
 *
 * @param base without a slash at its end
 * @param callbacks whether the bank calls us back; otherwise it is only asked
 */
record HttpSettings(BankProfile profile, URI base, Seal.Parties parties, boolean callbacks) {

    private static final Set<String> KNOWN = Set.of(
            "url",
            "signature",
            "key-id",
            "key-file",
            "bank-key-id",
            "bank-key-file",
            "clock-window-seconds",
            "answers",
            "currency",
            "capabilities",
            "zone",
            "hours",
            "bins",
            "timeout-ms",
            "max-in-flight",
            "max-debit-minor",
            "max-credit-minor",
            "max-daily-debit-minor",
            "require-code-above-minor");

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** @throws IllegalArgumentException a setting is missing, unknown or wrong; the message names it */
    static HttpSettings read(PartnerSettings settings, Path secrets) {
        settings.allowOnly(KNOWN);
        SealAlgorithm algorithm = parsed(
                settings,
                "signature",
                settings.require("signature"),
                word -> SealAlgorithm.valueOf(word.toUpperCase(Locale.ROOT)));
        Seal.Parties parties = new Seal.Parties(
                algorithm,
                settings.require("key-id"),
                parsed(
                        settings,
                        "key-file",
                        settings.require("key-file"),
                        file -> KeyFile.readPrivate(secrets.resolve(file), algorithm)),
                settings.require("bank-key-id"),
                parsed(
                        settings,
                        "bank-key-file",
                        settings.require("bank-key-file"),
                        file -> KeyFile.readPublic(secrets.resolve(file), algorithm)),
                Duration.ofSeconds(settings.number("clock-window-seconds", 300, 1, 3_600)));
        String answers = settings.get("answers", "polling");
        if (!answers.equals("polling") && !answers.equals("callback")) {
            throw wrong(settings, "answers", "is polling or callback");
        }
        return new HttpSettings(
                profile(settings),
                parsed(settings, "url", settings.require("url"), HttpSettings::base),
                parties,
                answers.equals("callback"));
    }

    static URI base(String written) {
        URI uri = URI.create(written.endsWith("/") ? written.substring(0, written.length() - 1) : written);
        boolean safe = "https".equals(uri.getScheme())
                || ("http".equals(uri.getScheme()) && uri.getHost() != null && LOOPBACK.contains(uri.getHost()));
        if (!safe || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must be an https address (http on loopback only) without ? and #");
        }
        return uri;
    }

    private static BankProfile profile(PartnerSettings settings) {
        ZoneId zone = parsed(settings, "zone", settings.get("zone", "Asia/Shanghai"), ZoneId::of);
        return new BankProfile(
                settings.id(),
                settings.nameZh(),
                settings.nameEn(),
                parsed(settings, "currency", settings.get("currency", "CNY"), code -> Currency.ofCode(code)
                        .orElseThrow(() -> new IllegalArgumentException("no currency"))),
                capabilities(settings),
                parsed(
                        settings,
                        "hours",
                        settings.get("hours", "always"),
                        written -> written.equals("always") ? OpeningHours.ALWAYS : OpeningHours.parse(written, zone)),
                words(settings.get("bins", "")).collect(Collectors.toUnmodifiableSet()),
                Duration.ofMillis(settings.number("timeout-ms", 10_000, 100, 120_000)),
                settings.number("max-in-flight", 256, 1, 10_000),
                minor(settings, "max-debit-minor", 5_000_000),
                minor(settings, "max-credit-minor", 5_000_000),
                minor(settings, "max-daily-debit-minor", 20_000_000),
                minor(settings, "require-code-above-minor", Long.MAX_VALUE));
    }

    private static Set<BankCapability> capabilities(PartnerSettings settings) {
        EnumSet<BankCapability> all = EnumSet.complementOf(EnumSet.of(BankCapability.BATCH));
        String written = settings.get("capabilities", "all").strip();
        if (written.equals("all")) {
            return all;
        }
        Set<BankCapability> chosen = words(written)
                .map(name -> Arrays.stream(BankCapability.values())
                        .filter(each -> each.name().equals(name.toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> wrong(settings, "capabilities", "has no " + name)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(BankCapability.class)));
        if (!all.containsAll(chosen)) {
            throw wrong(settings, "capabilities", "names what this kind cannot do: BATCH");
        }
        return chosen;
    }

    private static Stream<String> words(String written) {
        return Arrays.stream(written.split("[,\\s]+")).filter(word -> !word.isEmpty());
    }

    private static long minor(PartnerSettings settings, String name, long otherwise) {
        return parsed(settings, name, settings.get(name, String.valueOf(otherwise)), written -> {
            long number = Long.parseLong(written);
            if (number < 0) {
                throw new IllegalArgumentException("below 0");
            }
            return number;
        });
    }

    private static <T> T parsed(PartnerSettings settings, String name, String value, Function<String, T> parser) {
        try {
            return parser.apply(value.strip());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw wrong(settings, name, "is wrong: " + e.getMessage());
        }
    }

    private static IllegalArgumentException wrong(PartnerSettings settings, String name, String why) {
        return new IllegalArgumentException("setting " + name + " of partner " + settings.id() + " " + why);
    }
}
