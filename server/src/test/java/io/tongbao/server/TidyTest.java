package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TidyTest {

    private static final Path ROOT = Path.of(System.getProperty("tongbao.root", ".."));

    @Test
    void theSourcesFollowTheHouseStyle() throws IOException {
        List<String> violations = new ArrayList<>();
        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(20);
        for (Path source : sources) {
            String path = ROOT.relativize(source).toString().replace('\\', '/');
            if (!path.endsWith("TidyTest.java") && !path.endsWith("TidyRules.java")) {
                violations.addAll(TidyRules.check(path, Files.readString(source)));
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        List<Path> missing = sources().stream()
                .filter(source -> !source.toString().contains("/src/test/"))
                .map(Path::getParent)
                .distinct()
                .filter(directory -> {
                    try {
                        Path info = directory.resolve("package-info.java");
                        return !Files.exists(info) || !Files.readString(info).contains("@NullMarked");
                    } catch (IOException e) {
                        return true;
                    }
                })
                .toList();
        assertThat(missing)
                .as("packages without @NullMarked in package-info.java")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Instant t = Instant.now(); ~ InstantSource",
                "long t = System.currentTimeMillis(); ~ InstantSource",
                "var d = new Date(); ~ InstantSource",
                "UUID id = UUID.randomUUID(); ~ io.tongbao.kernel.Ids",
                "var r = Math.random(); ~ RandomGenerator",
                "double amount = 1; ~ long minor units",
                "float feeMinor; ~ long minor units",
                "System.out.println(1); ~ SLF4J",
                "package io.tongbao.ledger.util; ~ name the package",
                "final class LedgerServiceImpl {} ~ name the type",
                "final class PaymentManager {} ~ name the type",
                "try { a(); } catch (Exception e) { } ~ process edge",
                "try { a(); } catch (IOException | RuntimeException e) { } ~ process edge",
                "/** @author me */ ~ remove the tag",
                "Thread.sleep(10); ~ wait for a condition",
            })
    void findsWhatIsPlanted(String source, String replacement) {
        assertThat(TidyRules.check("ledger/src/main/java/io/tongbao/ledger/A.java", source + "\n"))
                .singleElement()
                .asString()
                .contains(replacement);
    }

    @Test
    void findsWhatIsPlantedInTestsAndLongClasses() {
        String test = "ledger/src/test/java/io/tongbao/ledger/ATest.java";
        assertThat(TidyRules.check(test, "Thread.sleep(1);")).hasSize(1);
        assertThat(TidyRules.check(test, "import org.mockito.Mockito;")).hasSize(1);
        assertThat(TidyRules.check(test, "Instant.now();")).isEmpty();
        assertThat(TidyRules.check("ledger/src/main/java/A.java", "\n".repeat(TidyRules.MOST_LINES + 1)))
                .hasSize(1);
    }

    @Test
    void leavesWhatIsAllowed() {
        String path = "ledger/src/main/java/io/tongbao/ledger/A.java";
        assertThat(TidyRules.check(path, "// Instant.now() is banned\nString s = \"Math.random()\"; /* new Date() */"))
                .isEmpty();
        assertThat(TidyRules.check(path, "} catch (RuntimeException e) {\n // the lane must live on\n}"))
                .isEmpty();
        assertThat(TidyRules.check(path, "} catch (SQLException e) {\n}")).isEmpty();
        assertThat(TidyRules.check(path, "final class ServiceProvider {}")).isEmpty();
        assertThat(TidyRules.check("bench/src/main/java/A.java", "System.out.println();"))
                .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module :
                    modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
                Path directory = module.resolve("src");
                if (Files.isDirectory(directory)) {
                    try (Stream<Path> files = Files.walk(directory)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }
}
