package io.tongbao.postgres;

import io.tongbao.postgres.PostgresUnavailable.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs, unpacked once from the archive on the class path. A kill while unpacking leaves nothing that
 * looks complete: the archive is unpacked beside the target, sealed with its size, then renamed.
 */
record PostgresProgram(Path directory) {

    /** Version of the programs on the class path; part of the directory's name, so an upgrade unpacks beside the old. */
    static final String VERSION = "18.6";

    static final int MAJOR = 18;

    private static final String SEAL = ".unpacked-bytes";
    private static final Set<PosixFilePermission> DIRECTORY_MODE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final AtomicInteger ATTEMPT = new AtomicInteger();

    Path initdb() {
        return directory.resolve("bin/initdb");
    }

    Path pgCtl() {
        return directory.resolve("bin/pg_ctl");
    }

    /**
     * @param parent directory that holds (or gets) {@code postgres-<version>}
     */
    static PostgresProgram unpackInto(Path parent) {
        Path target = parent.resolve("postgres-" + VERSION);
        try {
            if (isComplete(target)) {
                return new PostgresProgram(target);
            }
            Files.createDirectories(parent);
            removeLeftovers(parent);
            Path fresh = parent.resolve(
                    ".postgres-" + VERSION + "-" + ProcessHandle.current().pid() + "-" + ATTEMPT.incrementAndGet());
            unpack(fresh);
            if (Files.exists(target) && !isComplete(target)) {
                Files.move(target, parent.resolve(fresh.getFileName() + "-broken"), StandardCopyOption.ATOMIC_MOVE);
            }
            try {
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                // Another process was faster: its copy is as good as ours.
                deleteTree(fresh);
                if (!isComplete(target)) {
                    throw e;
                }
            }
            removeLeftovers(parent);
            return new PostgresProgram(target);
        } catch (IOException e) {
            throw new PostgresUnavailable(
                    Reason.NOT_WRITABLE, "Cannot unpack PostgreSQL into " + target + ": " + describe(e), e);
        }
    }

    private static boolean isComplete(Path target) throws IOException {
        Path seal = target.resolve(SEAL);
        if (!Files.isRegularFile(seal)) {
            return false;
        }
        return Files.readString(seal).strip().equals(Long.toString(bytesIn(target)));
    }

    private static long bytesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            long sum = 0;
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                        && !file.getFileName().toString().equals(SEAL)) {
                    sum += Files.size(file);
                }
            }
            return sum;
        }
    }

    private static void unpack(Path into) throws IOException {
        String archive = archiveName();
        InputStream resource = PostgresProgram.class.getResourceAsStream("/" + archive);
        if (resource == null) {
            throw new PostgresUnavailable(
                    Reason.NO_PROGRAM,
                    "There is no embedded PostgreSQL for this machine (" + archive
                            + " is missing); run your own PostgreSQL and pass --db URL.");
        }
        createDirectory(into);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("the archive leaves its directory: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    createDirectory(target);
                    continue;
                }
                createDirectory(parentOf(target));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
                    Files.setPosixFilePermissions(target, modeOf(entry.getMode()));
                }
            }
        }
        Files.writeString(into.resolve(SEAL), Long.toString(bytesIn(into)));
    }

    private static Path parentOf(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IOException(file + " has no directory");
        }
        return parent;
    }

    private static void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.getParent();
            if (parent != null) {
                createDirectory(parent);
            }
            Files.createDirectory(directory);
            // Explicit, because a strict umask would keep an unprivileged PostgreSQL out.
            Files.setPosixFilePermissions(directory, DIRECTORY_MODE);
        }
    }

    private static Set<PosixFilePermission> modeOf(int mode) {
        boolean executable = (mode & 0100) != 0;
        return EnumSet.copyOf(PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String cpu = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean arm = cpu.equals("aarch64") || cpu.equals("arm64");
        if (os.contains("mac")) {
            return "postgres-darwin-" + (arm ? "arm_64" : "x86_64") + ".txz";
        }
        return "postgres-linux-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }

    /** Removes what killed processes left: their pid is in the name. */
    private static void removeLeftovers(Path parent) throws IOException {
        String prefix = ".postgres-" + VERSION + "-";
        try (Stream<Path> entries = Files.list(parent)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = entry.getFileName().toString();
                if (name.startsWith(prefix)) {
                    String[] parts = name.substring(prefix.length()).split("-");
                    boolean ownerLives = !name.endsWith("-broken")
                            && ProcessHandle.of(Long.parseLong(parts[0]))
                                    .map(ProcessHandle::isAlive)
                                    .orElse(false);
                    if (!ownerLives) {
                        deleteTree(entry);
                    }
                }
            }
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path directory, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The file system's message often is only a path; say what kind of trouble it is. */
    static String describe(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "permission denied at " + denied.getFile();
            case java.nio.file.FileAlreadyExistsException exists -> exists.getFile() + " is in the way";
            case java.nio.file.NoSuchFileException missing -> missing.getFile() + " does not exist";
            case java.nio.file.NotDirectoryException notDirectory -> notDirectory.getFile() + " is not a directory";
            default -> String.valueOf(e.getMessage());
        };
    }
}
