package io.tongbao.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Another maker's program on this machine. Absent, the test is skipped by name; in continuous integration it fails. */
final class Program {

    private final Path directory;
    private final String path;
    private final Map<String, String> environment;

    private Program(Path directory, String path, Map<String, String> environment) {
        this.directory = directory;
        this.path = path;
        this.environment = environment;
    }

    /** What a run printed, and how it ended. */
    record Result(int code, String text) {}

    static Program find(String name, String debianPackage, Path directory, Map<String, String> environment) {
        for (String place : System.getenv().getOrDefault("PATH", "/usr/bin").split(":")) {
            if (Files.isExecutable(Path.of(place, name))) {
                return new Program(directory, Path.of(place, name).toString(), environment);
            }
        }
        absent(name + " is not installed (Debian: " + debianPackage + ")");
        throw new AssertionError("unreachable");
    }

    static Program at(Path path, Path directory, Map<String, String> environment) {
        return new Program(directory, path.toString(), environment);
    }

    static void absent(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(reason);
        }
        Assumptions.abort(reason);
    }

    Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(path));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(directory, "out", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " does not end");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Runs and demands success. */
    String ok(String... arguments) {
        Result result = run(arguments);
        assertThat(result.code())
                .as(String.join(" ", arguments) + "\n" + result.text())
                .isZero();
        return result.text();
    }

    Path write(String name, byte[] bytes) {
        try {
            return Files.write(directory.resolve(name), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Path write(String name, String text) {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
