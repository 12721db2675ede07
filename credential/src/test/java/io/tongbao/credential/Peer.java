package io.tongbao.credential;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real program that has to agree with us. Where it is not installed its tests are skipped by name; in CI they fail. */
final class Peer {

    private final Path program;

    private Peer(Path program) {
        this.program = program;
    }

    static Peer find(String name) {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                fail(name + " is not installed");
            }
            abort(name + " is not installed");
        }
        return new Peer(program.orElseThrow());
    }

    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + ": " + output);
        }
        return output.strip();
    }
}
