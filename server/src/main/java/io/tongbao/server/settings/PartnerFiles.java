package io.tongbao.server.settings;

import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Banks and carriers as the operator wrote them down: a directory with one {@code .properties} file in UTF-8 for each, whose {@code id},
 * {@code kind}, {@code name.zh} and {@code name.en} say what it is and whose other lines are its kind's settings.
 */
public final class PartnerFiles {

    private static final int MOST = 1_000;
    private static final long MOST_BYTES = 64 * 1024;

    private PartnerFiles() {}

    /** @throws StartRefused the directory or a file in it cannot be read, or lacks something; the message names the file */
    public static List<PartnerSettings> read(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".properties"))
                    .sorted()
                    .limit(MOST + 1)
                    .toList();
            if (all.size() > MOST) {
                throw new StartRefused("More than " + MOST + " partners in " + directory + ".");
            }
            return all.stream().map(PartnerFiles::readOne).toList();
        } catch (IOException e) {
            throw new StartRefused("The partners in " + directory + " cannot be read; give --partners a directory.", e);
        }
    }

    private static PartnerSettings readOne(Path file) {
        Properties lines = new Properties();
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new StartRefused(file + " is too long for a partner's settings.");
            }
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                lines.load(reader);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new StartRefused(file + " cannot be read as settings: " + e.getMessage(), e);
        }
        Map<String, String> values = new TreeMap<>();
        lines.stringPropertyNames()
                .forEach(name -> values.put(name, lines.getProperty(name).strip()));
        try {
            return new PartnerSettings(
                    new PartnerId(take(values, "id")),
                    take(values, "kind"),
                    take(values, "name.zh"),
                    take(values, "name.en"),
                    values);
        } catch (IllegalArgumentException e) {
            throw new StartRefused(file + ": " + e.getMessage() + ".", e);
        }
    }

    private static String take(Map<String, String> values, String name) {
        String value = values.remove(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the line " + name + " is missing");
        }
        return value;
    }
}
