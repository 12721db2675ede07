package io.tongbao.postgres;

import java.nio.file.Path;

/**
 * Where and how the embedded server runs.
 *
 * @param dataDirectory holds the lock and the server's files; created when missing
 * @param keysDirectory holds the generated password, outside the data directory; created when missing
 * @param programParent directory in which the PostgreSQL programs are unpacked once
 * @param sharedBuffersMb PostgreSQL's buffer cache in MiB, 16 or more
 * @param maxConnections connections PostgreSQL accepts, 10 or more
 * @param safety {@link WriteSafety#DURABLE} in the product
 */
public record EmbeddedPostgresOptions(
        Path dataDirectory,
        Path keysDirectory,
        Path programParent,
        int sharedBuffersMb,
        int maxConnections,
        WriteSafety safety) {

    public EmbeddedPostgresOptions {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        keysDirectory = keysDirectory.toAbsolutePath().normalize();
        programParent = programParent.toAbsolutePath().normalize();
        if (keysDirectory.startsWith(dataDirectory)) {
            throw new IllegalArgumentException("the keys directory must lie outside the data directory");
        }
        if (sharedBuffersMb < 16) {
            throw new IllegalArgumentException("sharedBuffersMb must be at least 16");
        }
        if (maxConnections < 10) {
            throw new IllegalArgumentException("maxConnections must be at least 10");
        }
    }

    /** Durable, 256 MiB of buffers, 100 connections; the programs lie beside the data directory. */
    public static EmbeddedPostgresOptions durable(Path dataDirectory, Path keysDirectory) {
        Path parent = dataDirectory.toAbsolutePath().normalize().getParent();
        return new EmbeddedPostgresOptions(
                dataDirectory,
                keysDirectory,
                parent == null ? dataDirectory.resolve("programs") : parent,
                256,
                100,
                WriteSafety.DURABLE);
    }

    public EmbeddedPostgresOptions withProgramParent(Path parent) {
        return new EmbeddedPostgresOptions(
                dataDirectory, keysDirectory, parent, sharedBuffersMb, maxConnections, safety);
    }

    public EmbeddedPostgresOptions withSharedBuffersMb(int megabytes) {
        return new EmbeddedPostgresOptions(
                dataDirectory, keysDirectory, programParent, megabytes, maxConnections, safety);
    }

    public EmbeddedPostgresOptions withMaxConnections(int connections) {
        return new EmbeddedPostgresOptions(
                dataDirectory, keysDirectory, programParent, sharedBuffersMb, connections, safety);
    }

    /** For the crash test's control round and for unit tests only. */
    public EmbeddedPostgresOptions withSafety(WriteSafety other) {
        return new EmbeddedPostgresOptions(
                dataDirectory, keysDirectory, programParent, sharedBuffersMb, maxConnections, other);
    }

    public Path pgdata() {
        return dataDirectory.resolve("postgres");
    }

    Path lockFile() {
        return dataDirectory.resolve("tongbao.lock");
    }

    Path passwordFile() {
        return keysDirectory.resolve("postgres.password");
    }
}
