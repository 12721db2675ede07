package io.tongbao.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that goes away with whoever made it, unless it was asked to stay. */
public final class TemporaryDirectory implements AutoCloseable {

    private final Path path;

    private final boolean stays;

    private TemporaryDirectory(Path path, boolean stays) {
        this.path = path;
        this.stays = stays;
    }

    public static TemporaryDirectory create(String prefix) throws IOException {
        return open(Files.createTempDirectory(prefix), false);
    }

    /** One to look into afterwards; it must not exist yet. */
    public static TemporaryDirectory kept(Path path) throws IOException {
        return open(Files.createDirectory(path.toAbsolutePath()), true);
    }

    private static TemporaryDirectory open(Path path, boolean stays) throws IOException {
        // Run by root, PostgreSQL runs as somebody else, who has to get in; the keys in it stay closed.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new TemporaryDirectory(path, stays);
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        if (stays) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A leftover in the temporary directory harms nobody.
            return;
        }
    }
}
