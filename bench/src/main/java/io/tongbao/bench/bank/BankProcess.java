package io.tongbao.bench.bank;

import io.tongbao.bench.cli.CommandFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A sandbox bank in a process of its own. */
final class BankProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;
    private final String address;

    private BankProcess(Process process, BufferedReader said, String address) {
        this.process = process;
        this.said = said;
        this.address = address;
    }

    static BankProcess start(Path directory, String mac, Path zoneKey) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Duser.timezone=UTC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SandboxBankMain.class.getName(),
                        directory.toString(),
                        mac,
                        zoneKey.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        while (line != null && !line.startsWith("127.0.0.1:")) {
            line = said.readLine();
        }
        if (line == null) {
            process.destroyForcibly();
            throw new CommandFailed("the sandbox bank's process did not start");
        }
        return new BankProcess(process, said, line);
    }

    /** {@code host:port}. */
    String address() {
        return address;
    }

    /** Stops it. @return how many debits are in its books */
    long stop() throws IOException {
        process.getOutputStream().close();
        long last = -1;
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.matches("[0-9]{1,18}")) {
                last = Long.parseLong(line);
            }
        }
        return last;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
