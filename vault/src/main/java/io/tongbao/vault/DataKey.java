package io.tongbao.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One version of a purpose's key, unwrapped. Sealing and digests use keys of their own, derived from it by HKDF, so that the
 * same 32 bytes never serve two algorithms.
 */
final class DataKey {

    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private final KeyPurpose purpose;
    private final int version;
    private final SecretKey sealing;
    /** Never computes itself: cloning a keyed MAC is several times cheaper than keying one. */
    private final Mac keyed;

    /** Wipes {@code key}. */
    DataKey(KeyPurpose purpose, int version, byte[] key) {
        if (key.length != KEY_BYTES || version < 1 || version > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a data key has 32 bytes and a version from 1 to " + Short.MAX_VALUE);
        }
        this.purpose = purpose;
        this.version = version;
        try {
            this.sealing = derive(key, "seal", "AES");
            this.keyed = Mac.getInstance("HmacSHA256");
            keyed.init(derive(key, "mac", "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HKDF-SHA256 and HmacSHA256", e);
        }
        Arrays.fill(key, (byte) 0);
    }

    private SecretKey derive(byte[] key, String use, String algorithm) throws GeneralSecurityException {
        byte[] info = ("tongbao vault " + purpose.word() + " " + use).getBytes(StandardCharsets.US_ASCII);
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey(algorithm, HKDFParameterSpec.expandOnly(new SecretKeySpec(key, "Generic"), info, KEY_BYTES));
    }

    KeyPurpose purpose() {
        return purpose;
    }

    int version() {
        return version;
    }

    byte[] mac(byte[] message) {
        try {
            return ((Mac) keyed.clone()).doFinal(message);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's HmacSHA256 can be cloned", e);
        }
    }

    /** Ciphertext and tag. */
    byte[] encrypt(byte[] nonce, String place, byte[] plain) throws GeneralSecurityException {
        return cipher(Cipher.ENCRYPT_MODE, nonce, 0, place).doFinal(plain);
    }

    /** @throws GeneralSecurityException when the bytes are not what was sealed for this place */
    byte[] decrypt(byte[] sealed, int nonceAt, String place) throws GeneralSecurityException {
        int textAt = nonceAt + NONCE_BYTES;
        return cipher(Cipher.DECRYPT_MODE, sealed, nonceAt, place).doFinal(sealed, textAt, sealed.length - textAt);
    }

    private Cipher cipher(int direction, byte[] nonce, int nonceAt, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        try {
            cipher.init(direction, sealing, new GCMParameterSpec(8 * TAG_BYTES, nonce, nonceAt, NONCE_BYTES));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("a derived AES key is valid", e);
        }
        byte[] bound = place.getBytes(StandardCharsets.UTF_8);
        cipher.updateAAD(ByteBuffer.allocate(4).putInt(version).array());
        cipher.updateAAD(bound);
        return cipher;
    }

    @Override
    public String toString() {
        return "DataKey[" + purpose.word() + " " + version + "]";
    }
}
