package io.tongbao.bench.process;

import io.tongbao.postgres.DatabaseAddress;
import io.tongbao.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The embedded PostgreSQL of a data directory, seen from outside: its processes and its address. */
public final class PostgresProcess {

    private final Path pgdata;
    private final Path passwordFile;

    public PostgresProcess(Path dataDirectory, Path keysDirectory) {
        this.pgdata = dataDirectory.resolve("postgres");
        this.passwordFile = keysDirectory.resolve("postgres.password");
    }

    /** As its pid file says now. */
    public long pid() throws IOException {
        return Long.parseLong(pidFile().getFirst().strip());
    }

    public int port() throws IOException {
        return Integer.parseInt(pidFile().get(3).strip());
    }

    private List<String> pidFile() throws IOException {
        List<String> lines = Files.readAllLines(pgdata.resolve("postmaster.pid"));
        if (lines.size() < 4) {
            throw new IOException("PostgreSQL is just starting");
        }
        return lines;
    }

    /** With the login, for checks behind the servers' back. */
    public DatabaseAddress address() throws IOException {
        return new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + port() + "/" + EmbeddedPostgres.DATABASE,
                EmbeddedPostgres.USER,
                Files.readString(passwordFile, StandardCharsets.UTF_8).strip());
    }

    /** As an argument of {@code --db}, without the password. */
    public String url() throws IOException {
        return "postgresql://127.0.0.1:" + port() + "/" + EmbeddedPostgres.DATABASE;
    }

    /** SIGKILL to the postmaster alone; its children end themselves. */
    public void killMain() throws IOException {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** SIGKILL to every process of this server, found beforehand so that they die within a moment. */
    public void killAll() throws IOException {
        ProcessHandle main = ProcessHandle.of(pid()).orElseThrow(() -> new IOException("PostgreSQL does not run"));
        List<ProcessHandle> all = new ArrayList<>(main.descendants().toList());
        all.addFirst(main);
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /** Settings made by ALTER SYSTEM are forgotten at the next start. */
    public void forgetAlteredSettings() throws IOException {
        Path file = pgdata.resolve("postgresql.auto.conf");
        // Written over, not replaced: it stays the property of the user PostgreSQL runs as.
        Files.writeString(file, "# none\n");
    }
}
