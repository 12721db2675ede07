package io.tongbao.bank.iso8583;

import io.tongbao.bank.BankCapability;
import io.tongbao.bank.BankProfile;
import io.tongbao.bank.iso8583.mac.FileMacKeys;
import io.tongbao.bank.iso8583.mac.MacAlgorithm;
import io.tongbao.bank.iso8583.mac.MacKeys;
import io.tongbao.bank.iso8583.mac.Seal;
import io.tongbao.bank.iso8583.mac.TokenMacKeys;
import io.tongbao.bank.iso8583.message.Framing;
import io.tongbao.kernel.Currency;
import io.tongbao.partner.OpeningHours;
import io.tongbao.partner.PartnerSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A bank's settings, read. Their names and what they mean stand in {@code docs/guide/bank-iso8583.md}.
 *
 * @param addresses one connection each
 * @param institution field 32, our number with the bank
 * @param terminal field 41
 * @param merchant field 42
 * @param creditsAsAdvice whether credits go as 0220 instead of 0200
 * @param mac null for no codes
 * @param baseKey the key a connection begins with; null when the bank must send one
 * @param zoneKeys opens keys the bank sends; null when it sends none
 * @param exchangeKeys whether a new key is asked for after sign-on
 * @param echoAfter quiet time after which the line is tried
 * @param firstPause before the first attempt to connect again; doubled up to {@code longestPause}
 * @param reversalPause before a reversal is first repeated; doubled up to five minutes
 */
record Iso8583Settings(
        BankProfile profile,
        ZoneId zone,
        List<InetSocketAddress> addresses,
        Framing framing,
        String institution,
        String terminal,
        String merchant,
        boolean creditsAsAdvice,
        @Nullable MacAlgorithm mac,
        byte @Nullable [] baseKey,
        @Nullable MacKeys zoneKeys,
        boolean exchangeKeys,
        Duration echoAfter,
        Duration firstPause,
        Duration longestPause,
        Duration reversalPause,
        ResponseCodes codes) {

    private static final Set<String> KNOWN = Set.of(
            "addresses",
            "connections",
            "framing",
            "institution",
            "terminal",
            "merchant",
            "credit-message",
            "mac",
            "mac.key-file",
            "mac.key-exchange",
            "zone-key.file",
            "zone-key.pkcs11.library",
            "zone-key.pkcs11.slot",
            "zone-key.pkcs11.pin-file",
            "zone-key.pkcs11.label",
            "echo-seconds",
            "reconnect-ms",
            "reconnect-most-ms",
            "reversal-repeat-ms",
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

    /** What can be said over ISO 8583 at all. */
    private static final Set<BankCapability> OFFERED = EnumSet.of(
            BankCapability.SIGN_UP_AT_COUNTER,
            BankCapability.SIGN_UP_BY_PHONE_BANK,
            BankCapability.SIGN_UP_BY_CODE,
            BankCapability.DEBIT,
            BankCapability.CREDIT,
            BankCapability.REPAY_CREDIT_CARD,
            BankCapability.REFUND,
            BankCapability.PARTIAL_REFUND,
            BankCapability.REVERSE,
            BankCapability.INQUIRE,
            BankCapability.FREEZE);

    /** @throws IllegalArgumentException a setting is missing, unknown or wrong; the message names it */
    static Iso8583Settings read(PartnerSettings settings, Path secrets) {
        settings.allowOnly(settings.values().keySet().stream()
                .filter(name -> name.startsWith(ResponseCodes.SETTING))
                .collect(Collectors.collectingAndThen(Collectors.toSet(), codes -> {
                    codes.addAll(KNOWN);
                    return codes;
                })));
        ZoneId zone = parsed(settings, "zone", "Asia/Shanghai", ZoneId::of);
        MacAlgorithm mac =
                parsed(settings, "mac", "none", name -> name.equals("none") ? null : MacAlgorithm.named(name));
        byte[] baseKey = mac == null
                ? null
                : settings.find("mac.key-file")
                        .map(file -> FileMacKeys.read(secrets.resolve(file)))
                        .orElse(null);
        MacKeys zoneKeys = mac == null ? null : zoneKeys(settings, mac, secrets);
        boolean exchange =
                choice(settings, "mac.key-exchange", zoneKeys == null ? "never" : "at-sign-on", "never", "at-sign-on");
        if (exchange && zoneKeys == null) {
            throw wrong(settings, "mac.key-exchange", "needs zone-key.file or zone-key.pkcs11.*");
        }
        if (mac != null && baseKey == null && !exchange) {
            throw wrong(settings, "mac", "needs mac.key-file, or a zone key and mac.key-exchange=at-sign-on");
        }
        return new Iso8583Settings(
                profile(settings, zone),
                zone,
                addresses(settings),
                parsed(settings, "framing", "binary2", Framing::named),
                form(settings, "institution", "00000000", "[0-9]{1,11}"),
                form(settings, "terminal", "00000001", "[0-9A-Za-z]{8}"),
                form(settings, "merchant", "000000000000001", "[0-9A-Za-z]{15}"),
                choice(settings, "credit-message", "0200", "0200", "0220"),
                mac,
                baseKey,
                zoneKeys,
                exchange,
                Duration.ofSeconds(settings.number("echo-seconds", 30, 1, 3_600)),
                Duration.ofMillis(settings.number("reconnect-ms", 200, 1, 60_000)),
                Duration.ofMillis(settings.number("reconnect-most-ms", 30_000, 1, 600_000)),
                Duration.ofMillis(settings.number("reversal-repeat-ms", 2_000, 1, 300_000)),
                ResponseCodes.of(settings));
    }

    /** A seal for a new connection. */
    Seal newSeal() {
        return mac == null ? Seal.none() : Seal.of(mac, baseKey);
    }

    private static BankProfile profile(PartnerSettings settings, ZoneId zone) {
        return new BankProfile(
                settings.id(),
                settings.nameZh(),
                settings.nameEn(),
                parsed(settings, "currency", "CNY", code -> Currency.ofCode(code)
                        .orElseThrow(IllegalArgumentException::new)),
                capabilities(settings),
                parsed(
                        settings,
                        "hours",
                        "always",
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
        Set<BankCapability> chosen = words(settings.get(
                        "capabilities",
                        "SIGN_UP_BY_CODE DEBIT CREDIT REPAY_CREDIT_CARD"
                                + " REFUND PARTIAL_REFUND REVERSE INQUIRE FREEZE"))
                .map(name -> capability(settings, name))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(BankCapability.class)));
        if (!OFFERED.containsAll(chosen)) {
            chosen.removeAll(OFFERED);
            throw wrong(settings, "capabilities", "names what ISO 8583 has no message for: " + chosen);
        }
        return chosen;
    }

    private static BankCapability capability(PartnerSettings settings, String name) {
        return Arrays.stream(BankCapability.values())
                .filter(each -> each.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong(settings, "capabilities", "has no " + name));
    }

    private static java.util.stream.Stream<String> words(String written) {
        return Arrays.stream(written.split("[,\\s]+")).filter(word -> !word.isEmpty());
    }

    private static List<InetSocketAddress> addresses(PartnerSettings settings) {
        int each = settings.number("connections", 1, 1, 16);
        List<InetSocketAddress> all = new ArrayList<>();
        for (String written : words(settings.require("addresses")).toList()) {
            int colon = written.lastIndexOf(':');
            if (colon < 1 || !written.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw wrong(settings, "addresses", "is written host:port, several with commas between");
            }
            int port = Integer.parseInt(written.substring(colon + 1));
            if (port < 1 || port > 65_535) {
                throw wrong(settings, "addresses", "has a port that is none");
            }
            for (int i = 0; i < each; i++) {
                all.add(InetSocketAddress.createUnresolved(written.substring(0, colon), port));
            }
        }
        if (all.isEmpty() || all.size() > 64) {
            throw wrong(settings, "addresses", "makes 1 to 64 connections");
        }
        return List.copyOf(all);
    }

    private static @Nullable MacKeys zoneKeys(PartnerSettings settings, MacAlgorithm mac, Path secrets) {
        String file = settings.find("zone-key.file").orElse(null);
        String library = settings.find("zone-key.pkcs11.library").orElse(null);
        if (file != null && library != null) {
            throw wrong(settings, "zone-key.file", "and zone-key.pkcs11.library exclude each other");
        }
        if (file != null) {
            return FileMacKeys.of(mac, secrets.resolve(file));
        }
        if (library == null) {
            return null;
        }
        Path pinFile = secrets.resolve(settings.require("zone-key.pkcs11.pin-file"));
        try {
            return TokenMacKeys.open(
                    mac,
                    Path.of(library),
                    minor(settings, "zone-key.pkcs11.slot", 0),
                    Files.readString(pinFile).strip().toCharArray(),
                    settings.require("zone-key.pkcs11.label"));
        } catch (IOException e) {
            throw wrong(settings, "zone-key.pkcs11.pin-file", "names a file that cannot be read");
        }
    }

    private static long minor(PartnerSettings settings, String name, long otherwise) {
        return parsed(settings, name, String.valueOf(otherwise), written -> {
            long number = Long.parseLong(written);
            if (number < 0) {
                throw new IllegalArgumentException();
            }
            return number;
        });
    }

    private static String form(PartnerSettings settings, String name, String otherwise, String form) {
        String value = settings.get(name, otherwise);
        if (!value.matches(form)) {
            throw wrong(settings, name, "must fit " + form);
        }
        return value;
    }

    /** Whether the second of two words was chosen. */
    private static boolean choice(PartnerSettings settings, String name, String otherwise, String no, String yes) {
        String value = settings.get(name, otherwise);
        if (!value.equals(no) && !value.equals(yes)) {
            throw wrong(settings, name, "is " + no + " or " + yes);
        }
        return value.equals(yes);
    }

    private static <T extends @Nullable Object> T parsed(
            PartnerSettings settings, String name, String otherwise, Function<String, T> parser) {
        try {
            return parser.apply(settings.get(name, otherwise).strip());
        } catch (IllegalArgumentException | DateTimeException e) {
            String why = e.getMessage();
            throw wrong(settings, name, "is wrong" + (why == null ? "" : ": " + why));
        }
    }

    private static IllegalArgumentException wrong(PartnerSettings settings, String name, String why) {
        return new IllegalArgumentException("setting " + name + " of partner " + settings.id() + " " + why);
    }
}
