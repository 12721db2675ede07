package io.tongbao.bank.file.face;

import io.tongbao.bank.file.format.CsvFormat;
import io.tongbao.bank.file.format.FileFormat;
import io.tongbao.bank.file.format.Iso20022Format;
import io.tongbao.bank.file.format.OurAccount;
import io.tongbao.bank.sandbox.FaceKind;
import io.tongbao.kernel.Currency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes {@link FileFace}s from words: {@code partner} (the platform's id of this bank), {@code format} (csv, iso20022), {@code charset}
 * (UTF-8, GB18030), {@code transport} (sftp, ftp), {@code port} (any), {@code user}, {@code password-file}, {@code our-account},
 * {@code our-name}, {@code bic}, {@code currency} (CNY), {@code settle-every-ms} (1000). Files are named from the bank's directory.
 */
public final class FileFaces implements FaceKind {

    private static final Set<String> KNOWN = Set.of(
            "partner",
            "format",
            "charset",
            "transport",
            "port",
            "user",
            "password-file",
            "our-account",
            "our-name",
            "bic",
            "currency",
            "settle-every-ms");

    @Override
    public String name() {
        return "file";
    }

    @Override
    public FileFace make(Path directory, Map<String, String> settings) {
        Set<String> unknown = new TreeSet<>(settings.keySet());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the file face does not know " + unknown);
        }
        OurAccount us = new OurAccount(
                require(settings, "partner"),
                require(settings, "our-account"),
                require(settings, "our-name"),
                settings.getOrDefault("bic", ""),
                Currency.ofCode(settings.getOrDefault("currency", "CNY"))
                        .orElseThrow(() -> new IllegalArgumentException("the file face's currency is unknown")));
        return new FileFace(
                format(settings),
                us,
                server(directory, settings),
                Duration.ofMillis(Long.parseLong(settings.getOrDefault("settle-every-ms", "1000"))));
    }

    private static FileFormat format(Map<String, String> settings) {
        return switch (require(settings, "format")) {
            case "csv" -> new CsvFormat(Charset.forName(settings.getOrDefault("charset", "UTF-8")));
            case "iso20022" -> new Iso20022Format();
            default -> throw new IllegalArgumentException("the file face's format is csv or iso20022");
        };
    }

    private static FileServer server(Path directory, Map<String, String> settings) {
        int port = Integer.parseInt(settings.getOrDefault("port", "0"));
        String user = require(settings, "user");
        String password;
        try {
            password = Files.readString(directory.resolve(require(settings, "password-file")))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the file face's password-file cannot be read", e);
        }
        return switch (require(settings, "transport")) {
            case "sftp" -> new SandboxSftp(port, user, password);
            case "ftp" -> new SandboxFtp(port, user, password);
            default -> throw new IllegalArgumentException("the file face's transport is sftp or ftp");
        };
    }

    private static String require(Map<String, String> settings, String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the file face needs " + name);
        }
        return value;
    }
}
