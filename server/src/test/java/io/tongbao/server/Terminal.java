package io.tongbao.server;

import io.tongbao.postgres.DatabaseAddress;
import io.tongbao.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Runs a command of {@code ./tongbao} in this process and keeps what it says. */
final class Terminal {

    private Terminal() {}

    /** What a command said, and its exit code. */
    record Said(int code, String out, String err) {}

    static synchronized Said run(Stream<String> arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream saidOut = new ByteArrayOutputStream();
        ByteArrayOutputStream saidErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(saidOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(saidErr, true, StandardCharsets.UTF_8));
            int code = Main.commandLine().execute(arguments.toArray(String[]::new));
            return new Said(code, saidOut.toString(StandardCharsets.UTF_8), saidErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** The options that name the database; its password lies in a file of {@code directory}. */
    static Stream<String> options(TestDatabase database, Path directory) {
        DatabaseAddress address = database.address();
        Path password = directory.resolve("database.password");
        try {
            Files.writeString(password, Objects.requireNonNull(address.password()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String url = address.jdbcUrl()
                .substring("jdbc:".length())
                .replace(
                        "://",
                        "://" + URLEncoder.encode(Objects.requireNonNull(address.user()), StandardCharsets.UTF_8)
                                + "@");
        return Stream.of("--db", url, "--db-password-file", password.toString());
    }
}
