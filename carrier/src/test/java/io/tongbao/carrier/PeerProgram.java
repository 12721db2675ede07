package io.tongbao.carrier;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Another maker's program. Absent, its test is skipped by name; in continuous integration it fails. */
public final class PeerProgram implements AutoCloseable {

    private final Process process;
    private final Path output;

    private PeerProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static void require(String name, String debianPackage) {
        for (String place : System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(place, name))) {
                return;
            }
        }
        absent(name + " is not installed (Debian: " + debianPackage + ")");
    }

    public static void absent(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(reason);
        }
        Assumptions.abort(reason);
    }

    /** Where the repository is. */
    public static Path root() {
        return Path.of(System.getProperty("tongbao.root", ".."));
    }

    /** The specifications that lie beside the repository; their tests are skipped where they do not. */
    public static Path spec(String name) {
        String told = System.getProperty("tongbao.specs");
        Path file = (told == null ? root().resolve("../shared/specs") : Path.of(told))
                .resolve(name)
                .toAbsolutePath()
                .normalize();
        Assumptions.assumeTrue(Files.isReadable(file), name + " is not there; set -Dtongbao.specs");
        return file;
    }

    /** Runs to the end, at most two minutes. */
    public static String run(Path directory, List<String> command) throws IOException, InterruptedException {
        try (PeerProgram program = start(directory, command)) {
            if (!program.process.waitFor(120, TimeUnit.SECONDS)) {
                throw new AssertionError(command + " does not end: " + program.output());
            }
            if (program.process.exitValue() != 0) {
                throw new AssertionError(
                        command + " ended with " + program.process.exitValue() + ": " + program.output());
            }
            return program.output();
        }
    }

    public static PeerProgram start(Path directory, List<String> command) throws IOException {
        Path output = Files.createTempFile(directory, "peer", ".txt");
        return new PeerProgram(
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    public PeerProgram await(String said) {
        CarrierRig.eventually(() -> {
            try {
                if (output().contains(said)) {
                    return true;
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            if (!process.isAlive()) {
                throw new AssertionError("the peer ended: " + quietly());
            }
            return false;
        });
        return this;
    }

    public String output() throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(output, StandardCharsets.ISO_8859_1)) {
            StringBuilder all = new StringBuilder();
            reader.lines().forEach(line -> all.append(line).append('\n'));
            return all.toString();
        }
    }

    private String quietly() {
        try {
            return output();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
