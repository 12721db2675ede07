package io.tongbao.vault.kek;

import io.tongbao.vault.VaultUnavailable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * One key-encryption key. It wraps 32-byte data keys with AES-256-GCM; where the key itself lies in an HSM, the token
 * computes. A wrapped key is {@code 1 ‖ nonce (12) ‖ ciphertext ‖ tag (16)}.
 */
public final class Kek {

    private static final byte AES_GCM = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int FINGERPRINT_BYTES = 8;

    private final String id;
    private final String store;
    private final SecretKey key;
    private final @Nullable Provider provider;
    private final byte[] fingerprint;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param id {@code kek-} and 16 hex digits
     * @param store {@code pkcs12} or {@code pkcs11}
     * @param key AES, 256 bits
     * @param provider the token's, or null for the platform's own
     */
    Kek(String id, String store, SecretKey key, @Nullable Provider provider) {
        this.id = id;
        this.store = store;
        this.key = key;
        this.provider = provider;
        // The tag over nothing, under a nonce that random ones never meet in practice: tells the key, tells nothing of
        // it.
        byte[] tag = run(Cipher.ENCRYPT_MODE, new byte[NONCE_BYTES], "fingerprint:" + id, new byte[0]);
        this.fingerprint = Arrays.copyOf(sha256(tag), FINGERPRINT_BYTES);
    }

    public String id() {
        return id;
    }

    public String store() {
        return store;
    }

    /** 8 bytes that differ for every key; not secret. */
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    /** Wraps and wipes {@code dataKey}; the result opens for {@code boundTo} only. */
    public byte[] wrap(byte[] dataKey, String boundTo) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] text = run(Cipher.ENCRYPT_MODE, nonce, boundTo, dataKey);
        Arrays.fill(dataKey, (byte) 0);
        return ByteBuffer.allocate(1 + nonce.length + text.length)
                .put(AES_GCM)
                .put(nonce)
                .put(text)
                .array();
    }

    /** @throws VaultUnavailable when it was not wrapped by this key for {@code boundTo} */
    public byte[] unwrap(byte[] wrapped, String boundTo) {
        if (wrapped.length <= 1 + NONCE_BYTES + TAG_BITS / 8 || wrapped[0] != AES_GCM) {
            throw new VaultUnavailable("The row " + boundTo + " holds no wrapped key; restore it from a backup.");
        }
        byte[] nonce = Arrays.copyOfRange(wrapped, 1, 1 + NONCE_BYTES);
        return run(Cipher.DECRYPT_MODE, nonce, boundTo, Arrays.copyOfRange(wrapped, 1 + NONCE_BYTES, wrapped.length));
    }

    private byte[] run(int direction, byte[] nonce, String boundTo, byte[] text) {
        try {
            Cipher cipher = provider == null
                    ? Cipher.getInstance("AES/GCM/NoPadding")
                    : Cipher.getInstance("AES/GCM/NoPadding", provider);
            cipher.init(direction, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(boundTo.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException | ProviderException e) {
            throw new VaultUnavailable(
                    direction == Cipher.DECRYPT_MODE
                            ? "The wrapped key " + boundTo + " does not open with " + id
                                    + ": the row was changed; restore it from a backup."
                            : "The key-encryption key " + id + " cannot encrypt with AES-GCM: " + e.getMessage(),
                    e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Kek[" + id + " in " + store + "]";
    }
}
