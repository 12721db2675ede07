package io.tongbao.vault.hsm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * SoftHSM2 (packages {@code softhsm2} and {@code opensc}) with tokens of its own in {@code target}. The library reads its
 * configuration and its tokens once in a process, so all tokens are made before it is loaded.
 */
public final class SoftHsm {

    public static final String PIN = "481516";

    private static final List<Path> LIBRARIES = Stream.of(
                    "/usr/lib/softhsm/libsofthsm2.so",
                    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
                    "/usr/local/lib/softhsm/libsofthsm2.so",
                    "/opt/homebrew/lib/softhsm/libsofthsm2.so")
            .map(Path::of)
            .toList();

    private static boolean ready;

    private SoftHsm() {}

    /** The library, its tokens {@code tongbao-a} … {@code tongbao-d} made. Without SoftHSM2 the test is skipped; in CI it fails. */
    public static synchronized Path library() throws IOException, InterruptedException {
        Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElse(null);
        if (library == null || program("softhsm2-util") == null || program("pkcs11-tool") == null) {
            String missing = "SoftHSM2 is not here; install the packages softhsm2 and opensc";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(missing);
            }
            Assumptions.abort(missing);
        }
        if (!ready) {
            Path configuration =
                    Path.of(Objects.requireNonNull(System.getenv("SOFTHSM2_CONF"), "see this module's pom"));
            Path directory = Objects.requireNonNull(configuration.getParent());
            delete(directory);
            Files.createDirectories(directory.resolve("tokens"));
            Files.writeString(
                    configuration,
                    "directories.tokendir = " + directory.resolve("tokens")
                            + "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
            for (String token : List.of("tongbao-a", "tongbao-b", "tongbao-c", "tongbao-d")) {
                String said = run(
                        "softhsm2-util", "--init-token", "--free", "--label", token, "--pin", PIN, "--so-pin", "2342");
                if (!said.contains("initialized")) {
                    throw new AssertionError(said);
                }
            }
            ready = true;
        }
        return Objects.requireNonNull(library);
    }

    public static HsmOptions options(String token) throws IOException, InterruptedException {
        return HsmOptions.ofToken(library(), token, PIN.toCharArray());
    }

    /** What a program says, output and errors. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said + "\nexit " + process.waitFor();
    }

    private static @Nullable Path program(String name) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }
}
