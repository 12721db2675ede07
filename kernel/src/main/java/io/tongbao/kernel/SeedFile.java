package io.tongbao.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The secret seed of a signing key in a file of its own: 32 random bytes in base64, readable by its owner alone. For keys that
 * seal what the database holds, and so lie outside it.
 */
public final class SeedFile {

    /** Bytes of a seed. */
    public static final int BYTES = 32;

    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

    private SeedFile() {}

    /**
     * The seed in this folder under this name; made, with its folder, when there is none.
     *
     * @throws IOException when the file cannot be read or written, is open to others, or holds no seed
     */
    public static byte[] readOrMake(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            byte[] seed = new byte[BYTES];
            new SecureRandom().nextBytes(seed);
            write(folder, file, Base64.getEncoder().encodeToString(seed));
        }
        if (!OWNER_ALONE.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(file + " is open to others; restrict it: chmod 600 " + file);
        }
        byte[] seed;
        try {
            seed = Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no key; restore it from its backup", e);
        }
        if (seed.length != BYTES) {
            throw new IOException(file + " holds no key; restore it from its backup");
        }
        return seed;
    }

    /** Whole or not at all: a crash never leaves half a key behind. */
    private static void write(Path folder, Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(folder);
    }

    /** Makes a new name in a folder durable. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
