package io.tongbao.customer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that verify PINs: numbered, 32 bytes each, in a file of its own beside the database and never in it. A PIN has a
 * million values, so no slow hash could protect it; without this file a stolen database tells nothing about PINs. The file
 * has one line {@code version:hex} per key; the highest version is for new PINs, the others for those made with them.
 */
public final class PinKeyring {

    /** Name of the file in the keys directory. */
    public static final String FILE_NAME = "pin.keys";

    private static final int KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final TreeMap<Integer, PinVerifier> verifiers = new TreeMap<>();

    private PinKeyring(Map<Integer, byte[]> keys) {
        keys.forEach((version, key) -> verifiers.put(version, new PinVerifier(key)));
    }

    /**
     * Opens the key file in this directory, or makes it, with the directory, readable by its owner only.
     *
     * @throws IOException when the file cannot be read or written, is readable by others, or is damaged
     */
    public static PinKeyring openOrCreate(Path keysDirectory) throws IOException {
        Path file = keysDirectory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            create(keysDirectory, file);
        }
        return open(keysDirectory);
    }

    /** Opens the key file in this directory; its absence is an error. For databases that hold PINs already. */
    public static PinKeyring open(Path keysDirectory) throws IOException {
        Path file = keysDirectory.resolve(FILE_NAME);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new IOException(file + " is open to others than its owner; run: chmod 600 " + file);
        }
        return new PinKeyring(parse(file, Files.readAllLines(file, StandardCharsets.US_ASCII)));
    }

    /** One key in memory only, for tests and load tools. */
    public static PinKeyring ofKey(int version, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a PIN key has 32 bytes");
        }
        return new PinKeyring(Map.of(version, key.clone()));
    }

    /** The version that new PINs are made with. */
    int currentVersion() {
        return verifiers.lastKey();
    }

    /** The verifier of a version, or null when its key is not here. */
    @Nullable
    PinVerifier verifier(int version) {
        return verifiers.get(version);
    }

    /** The verifier for new PINs. */
    PinVerifier current() {
        return verifiers.lastEntry().getValue();
    }

    private static void create(Path directory, Path file) throws IOException {
        if (!Files.exists(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            // Another process made it a moment ago; that one counts.
            return;
        }
        Files.writeString(
                file,
                "1:" + HexFormat.of().formatHex(key) + "\n",
                StandardCharsets.US_ASCII,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC);
    }

    private static Map<Integer, byte[]> parse(Path file, List<String> lines) throws IOException {
        Map<Integer, byte[]> keys = new TreeMap<>();
        try {
            for (String line : lines) {
                if (!line.isBlank()) {
                    String[] parts = line.strip().split(":", 2);
                    byte[] key = HexFormat.of().parseHex(parts[1]);
                    int version = Integer.parseInt(parts[0]);
                    if (key.length != KEY_BYTES || version < 1 || version > Short.MAX_VALUE) {
                        throw new IllegalArgumentException("length or version");
                    }
                    keys.put(version, key);
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The cause would quote the line, which is a key.
            throw new IOException(file + " is damaged; restore it from its backup");
        }
        if (keys.isEmpty()) {
            throw new IOException(file + " holds no key; restore it from its backup");
        }
        return keys;
    }

    @Override
    public String toString() {
        return "PinKeyring[versions " + verifiers.keySet() + "]";
    }
}
