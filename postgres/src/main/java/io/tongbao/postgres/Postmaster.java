package io.tongbao.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What {@code postmaster.pid} says about the server of one data directory.
 *
 * @param pid the server's process
 * @param port its TCP port, 0 when the file does not tell yet
 * @param ready whether it accepts connections
 */
record Postmaster(long pid, int port, boolean ready) {

    private static final Duration POLL = Duration.ofMillis(20);

    /** Whether the named process lives, is PostgreSQL, and serves this very directory. */
    enum Liveness {
        OURS,
        /** The process is gone, or its number now belongs to some other program. */
        GONE,
        /** Dead but not yet reaped by its parent: PostgreSQL itself would mistake it for alive. */
        ZOMBIE
    }

    static Path fileIn(Path pgdata) {
        return pgdata.resolve("postmaster.pid");
    }

    static Optional<Postmaster> read(Path pgdata) {
        try {
            List<String> lines = Files.readAllLines(fileIn(pgdata));
            if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
                return Optional.empty();
            }
            long pid = Long.parseLong(lines.getFirst().strip());
            int port = lines.size() > 3 && lines.get(3).strip().matches("\\d{1,5}")
                    ? Integer.parseInt(lines.get(3).strip())
                    : 0;
            boolean ready = lines.size() > 7 && lines.get(7).strip().equals("ready");
            return Optional.of(new Postmaster(pid, port, ready));
        } catch (IOException e) {
            // No file, or one that vanishes while we read it: no server.
            return Optional.empty();
        }
    }

    Liveness liveness(Path pgdata) {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (handle.isEmpty()) {
            return Liveness.GONE;
        }
        Path proc = Path.of("/proc", Long.toString(pid));
        if (Files.isDirectory(proc)) {
            if (isZombie(pid)) {
                return Liveness.ZOMBIE;
            }
            return worksIn(pid, pgdata) ? Liveness.OURS : Liveness.GONE;
        }
        String command = handle.get().info().command().orElse("postgres");
        return command.contains("postgres") ? Liveness.OURS : Liveness.GONE;
    }

    /** Waits until the process has ended; false when it still lives after {@code limit}. */
    boolean awaitEnd(Path pgdata, Duration limit) {
        return await(limit, () -> liveness(pgdata) != Liveness.OURS);
    }

    /**
     * Backends outlive a postmaster that was killed hard for a moment and may still write; nobody may start on the
     * directory before they are gone.
     */
    static boolean awaitNoBackends(Path pgdata, Duration limit) {
        return await(limit, () -> !anyProcessWorksIn(pgdata));
    }

    private static boolean await(Duration limit, java.util.function.BooleanSupplier done) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    private static boolean anyProcessWorksIn(Path pgdata) {
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return false;
        }
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.pid() != self && worksIn(process.pid(), pgdata) && isPostgres(process));
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.contains("postgres"))
                .orElse(true);
    }

    /** Every process of a PostgreSQL server has the data directory as its working directory. */
    private static boolean worksIn(long pid, Path pgdata) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .equals(pgdata.toRealPath());
        } catch (IOException e) {
            // Ended meanwhile, or somebody else's process, which then is not ours.
            return false;
        }
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String afterName = stat.substring(stat.lastIndexOf(')') + 1).strip();
            return afterName.startsWith("Z") || afterName.startsWith("X");
        } catch (IOException e) {
            return true;
        }
    }
}
