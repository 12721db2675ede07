package io.tongbao.staff.audit;

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
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The key that seals the audit trail: an Ed25519 seed in {@code audit.key}, outside the database, readable by its owner
 * alone; beside it the public key in {@code audit.pub}, to be given to the auditors.
 */
public final class SealKey {

    static final int KEY_BYTES = 32;

    private static final String FILE = "audit.key";
    private static final String PUBLIC_FILE = "audit.pub";
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

    private final Ed25519PrivateKeyParameters key;
    private final String publicKey;

    private SealKey(byte[] seed) {
        this.key = new Ed25519PrivateKeyParameters(seed, 0);
        this.publicKey =
                Base64.getEncoder().encodeToString(key.generatePublicKey().getEncoded());
    }

    /**
     * The key in this folder; made when there is none.
     *
     * @throws IOException when the file cannot be read or written, is open to others, or holds no key
     */
    public static SealKey in(Path keysFolder) throws IOException {
        Path file = keysFolder.resolve(FILE);
        if (!Files.exists(file)) {
            Files.createDirectories(keysFolder);
            byte[] seed = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(seed);
            write(keysFolder, file, Base64.getEncoder().encodeToString(seed));
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
        if (seed.length != KEY_BYTES) {
            throw new IOException(file + " holds no key; restore it from its backup");
        }
        SealKey key = new SealKey(seed);
        Path publicFile = keysFolder.resolve(PUBLIC_FILE);
        if (!Files.exists(publicFile)) {
            Files.writeString(publicFile, key.publicKey + "\n");
        }
        return key;
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
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Base64 of the 32 bytes. */
    public String publicKey() {
        return publicKey;
    }

    /** Signature in base64. */
    String sign(byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return Base64.getEncoder().encodeToString(signer.generateSignature());
    }

    @Override
    public String toString() {
        return "SealKey[" + publicKey + "]";
    }
}
