package io.tongbao.bank.file;

import io.tongbao.bank.BankCapability;
import io.tongbao.bank.BankProfile;
import io.tongbao.bank.file.format.Batch;
import io.tongbao.bank.file.format.CsvFormat;
import io.tongbao.bank.file.format.FileFormat;
import io.tongbao.bank.file.format.Iso20022Format;
import io.tongbao.bank.file.format.OurAccount;
import io.tongbao.bank.file.transport.FtpTransport;
import io.tongbao.bank.file.transport.SftpTransport;
import io.tongbao.bank.file.transport.Transport;
import io.tongbao.kernel.Currency;
import io.tongbao.partner.OpeningHours;
import io.tongbao.partner.PartnerSettings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A file bank's settings, read. What they mean stands in {@code docs/guide/bank-files.md}.
 *
 * @param results names of result files
 * @param statements names of statements
 * @param batchRows most rows in a file
 * @param cutEvery shortest time between two files of one kind
 */
record FileSettings(
        BankProfile profile,
        ZoneId zone,
        FileFormat format,
        OurAccount us,
        Transport transport,
        String uploads,
        String downloads,
        Pattern results,
        Pattern statements,
        int batchRows,
        Duration cutEvery,
        RowSeal seal) {

    private static final Set<String> KNOWN = Set.of(
            "format",
            "charset",
            "transport",
            "host",
            "port",
            "user",
            "password-file",
            "key-file",
            "host-key",
            "certificate-file",
            "upload-directory",
            "download-directory",
            "result-names",
            "statement-names",
            "batch-rows",
            "cut-every-seconds",
            "row-key-file",
            "our-account",
            "our-name",
            "bic",
            "currency",
            "capabilities",
            "zone",
            "hours",
            "bins",
            "timeout-ms",
            "max-in-flight",
            "max-debit-minor",
            "max-credit-minor",
            "max-daily-debit-minor");

    /** What can be said in files. */
    private static final Set<BankCapability> OFFERED = EnumSet.of(
            BankCapability.DEBIT,
            BankCapability.CREDIT,
            BankCapability.REPAY_CREDIT_CARD,
            BankCapability.REFUND,
            BankCapability.PARTIAL_REFUND,
            BankCapability.REVERSE,
            BankCapability.INQUIRE,
            BankCapability.STATEMENT);

    private static final Pattern DIRECTORY = Pattern.compile("/?[A-Za-z0-9_.][A-Za-z0-9_./-]{0,199}");

    /** @throws IllegalArgumentException a setting is missing, unknown or wrong; the message names it */
    static FileSettings read(PartnerSettings settings, Path secrets) {
        settings.allowOnly(KNOWN);
        ZoneId zone;
        OpeningHours hours;
        try {
            zone = ZoneId.of(settings.get("zone", "Asia/Shanghai"));
            hours = settings.find("hours")
                    .filter(written -> !written.equals("always"))
                    .map(written -> OpeningHours.parse(written, zone))
                    .orElse(OpeningHours.ALWAYS);
        } catch (DateTimeException e) {
            throw wrong(settings, "zone or hours", "is a time zone, and 08:00-22:30");
        }
        Currency currency = Currency.ofCode(settings.get("currency", "CNY"))
                .orElseThrow(() -> wrong(settings, "currency", "is one of " + Arrays.toString(Currency.values())));
        BankProfile profile = profile(settings, currency, hours);
        return new FileSettings(
                profile,
                zone,
                format(settings),
                new OurAccount(
                        settings.id().value(),
                        settings.require("our-account"),
                        settings.require("our-name"),
                        settings.get("bic", ""),
                        currency),
                transport(settings, profile.timeout(), secrets),
                directory(settings, "upload-directory", "in"),
                directory(settings, "download-directory", "out"),
                pattern(settings, "result-names", "[A-Za-z0-9-]+\\.result(\\.[A-Za-z0-9]+)?\\.(csv|xml)"),
                pattern(settings, "statement-names", "[A-Za-z0-9-]+\\.statement(\\.[A-Za-z0-9]+)?\\.(csv|xml)"),
                settings.number("batch-rows", 10_000, 1, Batch.MOST_ROWS),
                Duration.ofSeconds(settings.number("cut-every-seconds", 0, 0, 86_400)),
                RowSeal.read(secrets.resolve(settings.require("row-key-file"))));
    }

    private static BankProfile profile(PartnerSettings settings, Currency currency, OpeningHours hours) {
        return new BankProfile(
                settings.id(),
                settings.nameZh(),
                settings.nameEn(),
                currency,
                capabilities(settings),
                hours,
                Set.copyOf(words(settings.get("bins", ""))),
                Duration.ofMillis(settings.number("timeout-ms", 20_000, 100, 120_000)),
                settings.number("max-in-flight", 256, 1, 10_000),
                minor(settings, "max-debit-minor", 50_000_00),
                minor(settings, "max-credit-minor", 50_000_00),
                minor(settings, "max-daily-debit-minor", 200_000_00),
                // No code can travel in a file that is read hours later.
                Long.MAX_VALUE);
    }

    private static Set<BankCapability> capabilities(PartnerSettings settings) {
        Set<BankCapability> chosen = EnumSet.of(BankCapability.BATCH);
        for (String word : words(settings.get("capabilities", ""))) {
            chosen.add(OFFERED.stream()
                    .filter(each -> each.name().equals(word))
                    .findFirst()
                    .orElseThrow(() -> wrong(settings, "capabilities", "are of " + OFFERED)));
        }
        if (chosen.size() == 1) {
            chosen.addAll(OFFERED);
        }
        return chosen;
    }

    private static FileFormat format(PartnerSettings settings) {
        String charset = settings.get("charset", "UTF-8");
        return switch (settings.require("format")) {
            case "csv" ->
                new CsvFormat(
                        switch (charset) {
                            case "UTF-8" -> StandardCharsets.UTF_8;
                            case "GB18030" -> Charset.forName("GB18030");
                            default -> throw wrong(settings, "charset", "is UTF-8 or GB18030");
                        });
            case "iso20022" -> new Iso20022Format();
            default -> throw wrong(settings, "format", "is csv or iso20022");
        };
    }

    private static Transport transport(PartnerSettings settings, Duration timeout, Path secrets) {
        String host = settings.require("host");
        String user = settings.require("user");
        String kind = settings.require("transport");
        try {
            return switch (kind) {
                case "sftp" ->
                    new SftpTransport(
                            host,
                            settings.number("port", 22, 1, 65_535),
                            user,
                            settings.require("host-key"),
                            file(settings, "password-file", secrets),
                            file(settings, "key-file", secrets),
                            timeout);
                case "ftp", "ftps" ->
                    new FtpTransport(
                            host,
                            settings.number("port", 21, 1, 65_535),
                            user,
                            secrets.resolve(settings.require("password-file")),
                            kind.equals("ftp") ? null : secrets.resolve(settings.require("certificate-file")),
                            timeout);
                default -> throw wrong(settings, "transport", "is sftp, ftps or ftp");
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("partner " + settings.id() + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable Path file(PartnerSettings settings, String name, Path secrets) {
        return settings.find(name).map(secrets::resolve).orElse(null);
    }

    private static String directory(PartnerSettings settings, String name, String otherwise) {
        String written = settings.get(name, otherwise);
        if (!DIRECTORY.matcher(written).matches() || written.endsWith("/")) {
            throw wrong(settings, name, "is a path of letters, digits, dot, hyphen and underscore");
        }
        return written;
    }

    private static Pattern pattern(PartnerSettings settings, String name, String otherwise) {
        try {
            return Pattern.compile(settings.get(name, otherwise));
        } catch (PatternSyntaxException e) {
            throw wrong(settings, name, "is a regular expression");
        }
    }

    private static List<String> words(String written) {
        return Arrays.stream(written.strip().split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static long minor(PartnerSettings settings, String name, long otherwise) {
        String written = settings.get(name, Long.toString(otherwise));
        if (!written.matches("[0-9]{1,19}")) {
            throw wrong(settings, name, "is a whole number of minor units");
        }
        try {
            return Long.parseLong(written);
        } catch (NumberFormatException e) {
            throw wrong(settings, name, "is a whole number of minor units");
        }
    }

    private static IllegalArgumentException wrong(PartnerSettings settings, String name, String must) {
        return new IllegalArgumentException("setting " + name + " of partner " + settings.id() + " " + must);
    }
}
