package io.tongbao.merchant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets that must be read again (HMAC and webhook secrets) with AES-256-GCM. The keys lie in a file outside the
 * database and the data directory, one {@code version:base64} a line; the highest version seals, every version opens. What
 * is sealed is bound to its place: a sealed value copied to another row does not open. Thread-safe.
 */
public final class SecretBox {

    /** The file's name in the keys directory. */
    public static final String FILE = "sealing.keys";

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Map<Integer, SecretKeySpec> keys;
    private final int current;
    private final SecureRandom random = new SecureRandom();

    private SecretBox(Map<Integer, SecretKeySpec> keys) {
        this.keys = Map.copyOf(keys);
        this.current = keys.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    /** Reads the key file of {@code keysDirectory}, making it (mode 0600) when there is none yet. */
    public static SecretBox open(Path keysDirectory) {
        Path file = keysDirectory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or create the sealing keys in " + keysDirectory, e);
        }
    }

    /**
     * @param place what the secret belongs to, such as {@code api_key:<uuid>}
     */
    public byte[] seal(String place, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, current, nonce, place, secret);
        return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                .put((byte) current)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** The secret back; {@link IllegalStateException} when it was not sealed for this place or with a key we have. */
    public byte[] unseal(String place, byte[] sealed) {
        if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8) {
            throw new IllegalStateException("not a sealed secret: " + place);
        }
        ByteBuffer in = ByteBuffer.wrap(sealed);
        int version = in.get() & 0xff;
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        byte[] text = new byte[in.remaining()];
        in.get(text);
        return run(Cipher.DECRYPT_MODE, version, nonce, place, text);
    }

    private byte[] run(int direction, int version, byte[] nonce, String place, byte[] text) {
        SecretKeySpec key = keys.get(version);
        if (key == null) {
            throw new IllegalStateException("sealing key version " + version + " is not in " + FILE);
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(direction, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret of " + place + " does not open with the key file here", e);
        }
    }

    private static SecretBox read(Path file) throws IOException {
        Map<Integer, SecretKeySpec> keys = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (line.isBlank() || colon < 1) {
                continue;
            }
            int version = Integer.parseInt(line.substring(0, colon).strip());
            byte[] key = Base64.getDecoder().decode(line.substring(colon + 1).strip());
            if (version < 1 || version > 255 || key.length != 32) {
                throw new IOException(FILE + " must hold lines version:base64 of 32 bytes, versions 1 to 255");
            }
            keys.put(version, new SecretKeySpec(key, "AES"));
        }
        if (keys.isEmpty()) {
            throw new IOException(FILE + " holds no key");
        }
        return new SecretBox(keys);
    }

    private static void create(Path file) throws IOException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        String text = "1:" + Base64.getEncoder().encodeToString(key) + '\n';
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".new", ownerOnly);
        try {
            Files.writeString(draft, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            // A link fails when another process was first; its key then counts, so both seal alike.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // The other process's file is read next.
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
