package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security/asvs.md says nothing that is not there, and leaves no requirement out. */
final class AsvsTest {

    private static final Path ROOT = Path.of(System.getProperty("tongbao.root", ".."));
    private static final Pattern ROW = Pattern.compile(
            "\\| (\\d+\\.\\d+\\.\\d+) \\| ([123]) \\| ([^|]+) \\| (met|partly|open|n/a) \\| ([^|]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z0-9]*)(?:\\.([a-z][A-Za-z0-9]*))?`");
    private static final Set<String> OF_OTHERS =
            Set.of("JdbcClient", "MessageDigest", "PreparedStatement", "SecureRandom");
    /** How many requirements ASVS 5.0.0 has at each level. */
    private static final int LEVEL_1 = 70;

    private static final int LEVEL_2 = 183;

    @Test
    void everyRequirementOfLevelsOneAndTwoHasALine() throws IOException {
        Map<Integer, Set<String>> byLevel = new HashMap<>();
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/security/asvs.md")).stream()
                .filter(line -> line.matches("\\| \\d+\\..*"))
                .toList();
        for (String row : rows) {
            Matcher matcher = ROW.matcher(row);
            assertThat(matcher.matches()).as(row).isTrue();
            assertThat(byLevel.computeIfAbsent(Integer.valueOf(matcher.group(2)), level -> new TreeSet<>())
                            .add(matcher.group(1)))
                    .as("twice: %s", row)
                    .isTrue();
        }
        assertThat(byLevel.get(1)).hasSize(LEVEL_1);
        assertThat(byLevel.get(2)).hasSize(LEVEL_2);
    }

    @Test
    void everyClassAndTestNamedExists() throws IOException {
        Map<String, Path> sources = sources();
        List<String> missing = new ArrayList<>();
        Matcher names = NAME.matcher(Files.readString(ROOT.resolve("docs/security/asvs.md")));
        while (names.find()) {
            Path source = sources.get(names.group(1));
            String method = names.group(2);
            if (source == null && !OF_OTHERS.contains(names.group(1))) {
                missing.add(names.group());
            } else if (source != null
                    && method != null
                    && !Files.readString(source).contains(" " + method + "(")) {
                missing.add(names.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Map<String, Path> sources() throws IOException {
        Map<String, Path> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module :
                    modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
                if (Files.isDirectory(module.resolve("src"))) {
                    try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                        files.filter(file -> file.toString().endsWith(".java"))
                                .forEach(file -> sources.put(
                                        file.getFileName().toString().replace(".java", ""), file));
                    }
                }
            }
        }
        return sources;
    }
}
