package io.tongbao.server.settings;

import io.tongbao.kernel.Mode;
import io.tongbao.postgres.DatabaseAddress;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How one server process runs.
 *
 * @param mode must agree with the database's
 * @param bind address to listen on, {@code 127.0.0.1} unless told otherwise
 * @param port 0 to 65535; 0 takes any free one
 * @param dataDirectory of the embedded database; unused with {@code database}
 * @param keysDirectory secrets that must not lie with the data they protect
 * @param database an external PostgreSQL, or null for the embedded one
 * @param poolConnections most database connections at once, 4 or more
 * @param tls with what to end TLS; null for plain HTTP, which production takes from a proxy that says X-Forwarded-Proto only
 * @param partners directory of the banks' and carriers' settings; null for none, or in a sandbox for those it brings along
 */
public record ServerOptions(
        Mode mode,
        String bind,
        int port,
        Path dataDirectory,
        Path keysDirectory,
        @Nullable DatabaseAddress database,
        int poolConnections,
        @Nullable Tls tls,
        @Nullable Path partners) {

    public static final int DEFAULT_PORT = 8080;
    public static final int DEFAULT_POOL_CONNECTIONS = 32;
    public static final String LOOPBACK = "127.0.0.1";

    public ServerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port must be 0 to 65535");
        }
        if (poolConnections < 4) {
            throw new IllegalArgumentException("poolConnections must be at least 4");
        }
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        keysDirectory = keysDirectory.toAbsolutePath().normalize();
        if (keysDirectory.startsWith(dataDirectory)) {
            throw new IllegalArgumentException("the keys directory must lie outside the data directory");
        }
    }

    /** Without TLS. */
    public ServerOptions(
            Mode mode,
            String bind,
            int port,
            Path dataDirectory,
            Path keysDirectory,
            @Nullable DatabaseAddress database,
            int poolConnections) {
        this(mode, bind, port, dataDirectory, keysDirectory, database, poolConnections, null, null);
    }

    /** A sandbox on loopback with the embedded database in {@code dataDirectory}. */
    public static ServerOptions sandbox(Path dataDirectory, int port) {
        return new ServerOptions(
                Mode.SANDBOX, LOOPBACK, port, dataDirectory, keysBeside(dataDirectory), null, DEFAULT_POOL_CONNECTIONS);
    }

    /** The same with an external database. */
    public ServerOptions withDatabase(DatabaseAddress address) {
        return new ServerOptions(
                mode, bind, port, dataDirectory, keysDirectory, address, poolConnections, tls, partners);
    }

    public ServerOptions withMode(Mode other) {
        return new ServerOptions(
                other, bind, port, dataDirectory, keysDirectory, database, poolConnections, tls, partners);
    }

    /** The same over TLS. */
    public ServerOptions withTls(Tls certificate) {
        return new ServerOptions(
                mode, bind, port, dataDirectory, keysDirectory, database, poolConnections, certificate, partners);
    }

    /** The same with the partners of this directory. */
    public ServerOptions withPartners(@Nullable Path directory) {
        return new ServerOptions(
                mode, bind, port, dataDirectory, keysDirectory, database, poolConnections, tls, directory);
    }

    /** Where a server that got this port answers. */
    public URI address(int gotPort) {
        String host = bind.contains(":") ? "[" + bind + "]" : bind;
        return URI.create((tls == null ? "http://" : "https://") + host + ":" + gotPort);
    }

    /** Where the keys lie unless told otherwise: {@code <data>.keys}, a sibling of the data directory. */
    public static Path keysBeside(Path dataDirectory) {
        Path absolute = dataDirectory.toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + ".keys");
    }
}
