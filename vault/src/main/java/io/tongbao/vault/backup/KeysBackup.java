package io.tongbao.vault.backup;

import io.tongbao.vault.VaultUnavailable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * One file with all files of a keys directory, sealed with AES-256-GCM. Its key is made from a passphrase by Argon2id (64 MiB,
 * 3 passes), or is random and split between custodians. Keys in an HSM are not in it; those are backed up by the HSM's means.
 *
 * <p>The file is {@code TONGBAOKEYS1 ‖ kind ‖ salt (16) ‖ nonce (12) ‖ ciphertext ‖ tag (16)}; the head is bound to the rest.
 */
public final class KeysBackup {

    /** Fewest characters of a passphrase. */
    public static final int SHORTEST_PASSPHRASE = 16;

    private static final byte[] MAGIC = "TONGBAOKEYS1".getBytes(StandardCharsets.US_ASCII);
    private static final byte PASSPHRASE = 1;
    private static final byte SHARES = 2;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int HEAD_BYTES = MAGIC.length + 1 + SALT_BYTES + NONCE_BYTES;
    private static final int KEY_BYTES = 32;
    private static final int TAG_BITS = 128;
    private static final int ARGON_MEMORY_KIB = 65_536;
    private static final int ARGON_PASSES = 3;
    private static final long LARGEST_FILE = 1_000_000;

    private final Path keysDirectory;
    private final SecureRandom random = new SecureRandom();

    public KeysBackup(Path keysDirectory) {
        this.keysDirectory = keysDirectory;
    }

    /**
     * Writes a new file that this passphrase opens, and reads it back.
     *
     * @return names of the files in it
     * @throws VaultUnavailable when the passphrase is short, there is nothing to keep, or the file is there already
     */
    public List<String> write(Path target, char[] passphrase) {
        if (passphrase.length < SHORTEST_PASSPHRASE) {
            throw new VaultUnavailable("The passphrase is too short; use " + SHORTEST_PASSPHRASE
                    + " characters or more, for instance six random words.");
        }
        byte[] salt = randomBytes(SALT_BYTES);
        return write(target, PASSPHRASE, salt, fromPassphrase(passphrase, salt));
    }

    /**
     * Writes a new file that {@code threshold} of {@code shares} custodians together open, and reads it back.
     *
     * @return one share for each custodian; nothing keeps them
     */
    public List<KeyShare> write(Path target, int shares, int threshold) {
        byte[] key = randomBytes(KEY_BYTES);
        List<KeyShare> made;
        try {
            made = SecretSharing.split(key, shares, threshold, random);
        } catch (IllegalArgumentException e) {
            throw new VaultUnavailable("--shares and --threshold: " + e.getMessage() + ".", e);
        }
        write(target, SHARES, new byte[SALT_BYTES], key);
        return made;
    }

    /** Whether a backup asks for shares; otherwise it asks for a passphrase. */
    public static boolean needsShares(Path source) {
        return read(source)[MAGIC.length] == SHARES;
    }

    /**
     * Puts the files back.
     *
     * @return their names
     * @throws VaultUnavailable when the passphrase is wrong, the file is damaged, or one of the files is there already
     */
    public List<String> restore(Path source, char[] passphrase) {
        byte[] sealed = read(source);
        byte[] salt = Arrays.copyOfRange(sealed, MAGIC.length + 1, MAGIC.length + 1 + SALT_BYTES);
        return restore(source, sealed, PASSPHRASE, fromPassphrase(passphrase, salt));
    }

    /** As above, with the shares of enough custodians. */
    public List<String> restore(Path source, List<KeyShare> shares) {
        byte[] sealed = read(source);
        try {
            return restore(source, sealed, SHARES, SecretSharing.join(shares));
        } catch (IllegalArgumentException e) {
            throw new VaultUnavailable("The backup does not open: " + e.getMessage() + ".", e);
        }
    }

    private List<String> write(Path target, byte kind, byte[] salt, byte[] key) {
        try {
            SortedMap<String, byte[]> files = files();
            if (files.isEmpty()) {
                throw new VaultUnavailable("There are no keys in " + keysDirectory + "; name another with --keys DIR.");
            }
            byte[] head = ByteBuffer.allocate(HEAD_BYTES)
                    .put(MAGIC)
                    .put(kind)
                    .put(salt)
                    .put(randomBytes(NONCE_BYTES))
                    .array();
            byte[] text = run(Cipher.ENCRYPT_MODE, head, key, pack(files));
            Files.createFile(
                    target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(
                    target,
                    ByteBuffer.allocate(head.length + text.length)
                            .put(head)
                            .put(text)
                            .array(),
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            requireSame(files, open(target, read(target), kind, key));
            return List.copyOf(files.keySet());
        } catch (FileAlreadyExistsException e) {
            throw new VaultUnavailable(target + " is there already; name a new file.", e);
        } catch (IOException e) {
            throw new VaultUnavailable("The backup cannot be written: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static void requireSame(SortedMap<String, byte[]> written, SortedMap<String, byte[]> read) {
        boolean same = written.keySet().equals(read.keySet())
                && written.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), read.get(entry.getKey())));
        if (!same) {
            throw new VaultUnavailable("The backup does not read back as it was written; use another disk.");
        }
    }

    private List<String> restore(Path source, byte[] sealed, byte kind, byte[] key) {
        SortedMap<String, byte[]> files = open(source, sealed, kind, key);
        Arrays.fill(key, (byte) 0);
        try {
            Files.createDirectories(keysDirectory);
            Files.setPosixFilePermissions(keysDirectory, PosixFilePermissions.fromString("rwx------"));
            for (String name : files.keySet()) {
                if (Files.exists(keysDirectory.resolve(name))) {
                    throw new VaultUnavailable(keysDirectory.resolve(name)
                            + " is there already; restore into an empty directory (--keys DIR) and compare.");
                }
            }
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = keysDirectory.resolve(file.getKey());
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(path, file.getValue(), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            }
            return List.copyOf(files.keySet());
        } catch (IOException e) {
            throw new VaultUnavailable("The keys cannot be put back: " + e.getMessage(), e);
        }
    }

    /** Key files are small and lie directly in the directory; what a running server locks or drafts is left out. */
    private SortedMap<String, byte[]> files() throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        if (!Files.isDirectory(keysDirectory)) {
            return files;
        }
        List<Path> paths;
        try (Stream<Path> listed = Files.list(keysDirectory)) {
            paths = listed.filter(Files::isRegularFile).toList();
        }
        for (Path path : paths) {
            String name = String.valueOf(path.getFileName());
            if (!name.endsWith(".lock") && !name.endsWith(".new") && Files.size(path) <= LARGEST_FILE) {
                files.put(name, Files.readAllBytes(path));
            }
        }
        return files;
    }

    private static byte[] read(Path source) {
        try {
            byte[] bytes = Files.readAllBytes(source);
            if (bytes.length <= HEAD_BYTES || !Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)) {
                throw new VaultUnavailable(source + " is no backup of keys.");
            }
            return bytes;
        } catch (IOException e) {
            throw new VaultUnavailable("The backup " + source + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static SortedMap<String, byte[]> open(Path source, byte[] sealed, byte kind, byte[] key) {
        if (sealed[MAGIC.length] != kind) {
            throw new VaultUnavailable(source + " opens with " + (kind == SHARES ? "a passphrase" : "shares")
                    + ", not with " + (kind == SHARES ? "shares." : "a passphrase."));
        }
        try {
            byte[] head = Arrays.copyOf(sealed, HEAD_BYTES);
            return unpack(run(Cipher.DECRYPT_MODE, head, key, Arrays.copyOfRange(sealed, HEAD_BYTES, sealed.length)));
        } catch (GeneralSecurityException | IOException e) {
            throw new VaultUnavailable(
                    (kind == SHARES ? "These shares do not" : "This passphrase does not") + " open " + source
                            + ", or the file was changed.",
                    e);
        }
    }

    private static byte[] run(int direction, byte[] head, byte[] key, byte[] text) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                direction,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(TAG_BITS, head, HEAD_BYTES - NONCE_BYTES, NONCE_BYTES));
        cipher.updateAAD(head);
        return cipher.doFinal(text);
    }

    private static byte[] pack(SortedMap<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(files.size());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            out.writeUTF(file.getKey());
            out.writeInt(file.getValue().length);
            out.write(file.getValue());
        }
        return bytes.toByteArray();
    }

    private static SortedMap<String, byte[]> unpack(byte[] packed) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed));
        SortedMap<String, byte[]> files = new TreeMap<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            if (name.contains("/") || name.contains("\\") || name.startsWith(".")) {
                throw new IOException("a name that leads elsewhere");
            }
            files.put(name, in.readNBytes(in.readInt()));
        }
        return files;
    }

    private static byte[] fromPassphrase(char[] passphrase, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(ARGON_MEMORY_KIB)
                .withIterations(ARGON_PASSES)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] key = new byte[KEY_BYTES];
        generator.generateBytes(passphrase, key);
        return key;
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
