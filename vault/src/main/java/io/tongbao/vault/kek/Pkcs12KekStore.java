package io.tongbao.vault.kek;

import io.tongbao.vault.VaultUnavailable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Key-encryption keys in the file {@code vault.p12} of the keys directory, for its owner only. Its password is given, or lies
 * beside it in {@code vault.password}: then the directory as a whole is the secret, and the file alone is worth nothing.
 * Keys are added, never removed, so an older backup of the database still opens.
 */
public final class Pkcs12KekStore implements KekStore {

    /** The file of keys. */
    public static final String FILE = "vault.p12";
    /** The file of the password, when none is given. */
    public static final String PASSWORD_FILE = "vault.password";

    private static final String LOCK_FILE = "vault.p12.lock";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    /** A file lock holds between processes; this one within. */
    private static final ReentrantLock WRITING = new ReentrantLock();

    private final Path directory;
    private final char @Nullable [] given;

    /**
     * @param directory made by the first key when missing
     * @param password of the file; null to keep one in {@code vault.password}
     */
    public Pkcs12KekStore(Path directory, char @Nullable [] password) {
        this.directory = directory;
        this.given = password == null ? null : password.clone();
    }

    @Override
    public String kind() {
        return "pkcs12";
    }

    @Override
    public String where() {
        return file().toString();
    }

    @Override
    public @Nullable Kek find(String id) {
        if (!Files.exists(file())) {
            return null;
        }
        char[] password = password();
        try {
            return kek(id, read(password), password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    @Override
    public Kek create(String id) {
        WRITING.lock();
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            try (FileChannel channel = FileChannel.open(
                            directory.resolve(LOCK_FILE),
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                    FileLock lock = channel.lock()) {
                return lock.isValid() ? add(id) : create(id);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new VaultUnavailable(file() + " cannot be written: " + e.getMessage(), e);
        } finally {
            WRITING.unlock();
        }
    }

    private Kek add(String id) throws IOException, GeneralSecurityException {
        if (!Files.exists(file()) && given == null && !Files.exists(passwordFile())) {
            createPassword();
        }
        char[] password = password();
        try {
            KeyStore keys = Files.exists(file()) ? read(password) : empty();
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(256);
            keys.setEntry(
                    id,
                    new KeyStore.SecretKeyEntry(generator.generateKey()),
                    new KeyStore.PasswordProtection(password));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            keys.store(out, password);
            replace(file(), out.toByteArray());
            Kek kek = kek(id, read(password), password);
            if (kek == null) {
                throw new IOException("a key just written is missing");
            }
            return kek;
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private @Nullable Kek kek(String id, KeyStore keys, char[] password) {
        try {
            return keys.getKey(id, password) instanceof SecretKey key ? new Kek(id, kind(), key, null) : null;
        } catch (GeneralSecurityException e) {
            throw new VaultUnavailable(
                    "The key " + id + " in " + file() + " does not open with the file's password.", e);
        }
    }

    private KeyStore read(char[] password) {
        try {
            requireOwnerOnly(file());
            KeyStore keys = empty();
            keys.load(new ByteArrayInputStream(Files.readAllBytes(file())), password);
            return keys;
        } catch (IOException | GeneralSecurityException e) {
            throw new VaultUnavailable(
                    e.getCause() instanceof GeneralSecurityException
                            ? "The password of " + file() + " is wrong; correct " + passwordSource() + "."
                            : file() + " cannot be read (" + e.getMessage() + "); restore it from its backup.",
                    e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        return keys;
    }

    private String passwordSource() {
        return given == null ? passwordFile().toString() : "TONGBAO_VAULT_PASSWORD";
    }

    private char[] password() {
        if (given != null) {
            return given.clone();
        }
        try {
            requireOwnerOnly(passwordFile());
            return Files.readString(passwordFile(), StandardCharsets.UTF_8)
                    .strip()
                    .toCharArray();
        } catch (IOException e) {
            throw new VaultUnavailable(
                    "The password of " + file() + " is missing: restore " + passwordFile()
                            + " or set TONGBAO_VAULT_PASSWORD.",
                    e);
        }
    }

    private void createPassword() throws IOException {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        replace(
                passwordFile(),
                (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** All or nothing, also when the machine stops in between. */
    private void replace(Path target, byte[] content) throws IOException {
        FileAttribute<Set<PosixFilePermission>> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Path draft = Files.createTempFile(directory, target.getFileName().toString(), ".new", ownerOnly);
        try {
            Files.write(draft, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void requireOwnerOnly(Path file) throws IOException {
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new VaultUnavailable(file + " is open to others than its owner; run: chmod 600 " + file);
        }
    }

    private Path file() {
        return directory.resolve(FILE);
    }

    private Path passwordFile() {
        return directory.resolve(PASSWORD_FILE);
    }

    @Override
    public String toString() {
        return "Pkcs12KekStore[" + file() + "]";
    }
}
