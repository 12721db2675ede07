package io.tongbao.server;

import io.tongbao.postgres.DatabaseAddress;
import io.tongbao.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

    /** The database as an operator writes it behind {@code --db}. */
    static String url(TestDatabase database) {
        DatabaseAddress address = database.address();
        return address.jdbcUrl().substring("jdbc:".length()).replace("://", "://" + login(address) + "@");
    }

    private static String login(DatabaseAddress address) {
        return encode(Objects.requireNonNull(address.user())) + ":"
                + encode(Objects.requireNonNull(address.password()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
