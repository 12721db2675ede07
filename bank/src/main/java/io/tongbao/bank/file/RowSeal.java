package io.tongbao.bank.file;

import io.tongbao.bank.file.format.BatchParty;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keeps accounts and names that wait for their file unreadable in the database: AES-256-GCM, bound to partner and instruction. Rows are
 * wiped when the bank has answered, so a key serves days, not years; a new one may be put in place when no row waits.
 */
final class RowSeal {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec sealing;
    private final SecretKeySpec digesting;
    private final SecureRandom random = new SecureRandom();

    private RowSeal(byte[] key) {
        // One key, two uses: each gets its own, derived under its name.
        this.sealing = new SecretKeySpec(hmac(new SecretKeySpec(key, "HmacSHA256"), "bank.file seal"), "AES");
        this.digesting =
                new SecretKeySpec(hmac(new SecretKeySpec(key, "HmacSHA256"), "bank.file digest"), "HmacSHA256");
    }

    /**
     * @param file 32 bytes in hexadecimal
     * @throws IllegalArgumentException when it is not that
     */
    static RowSeal read(Path file) {
        try {
            byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
            if (key.length == KEY_BYTES) {
                return new RowSeal(key);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "row-key-file " + file.getFileName() + " cannot be read as hexadecimal digits", e);
        }
        throw new IllegalArgumentException("row-key-file " + file.getFileName() + " holds 64 hexadecimal digits");
    }

    /** What a row keeps of the outside world. */
    record Content(@Nullable BatchParty party, String note) {
        @Override
        public String toString() {
            return "Content[****]";
        }
    }

    byte[] seal(String partner, UUID id, Content content) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(plain)) {
            BatchParty party = content.party();
            out.writeBoolean(party != null);
            if (party != null) {
                out.writeBoolean(party.agreement());
                out.writeUTF(party.number());
                out.writeUTF(party.holder());
            }
            out.writeUTF(content.note());
        } catch (IOException e) {
            throw new UncheckedIOException("a row's texts are short", e);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, partner, id, plain.toByteArray(), 0);
        byte[] whole = new byte[NONCE_BYTES + sealed.length];
        System.arraycopy(nonce, 0, whole, 0, NONCE_BYTES);
        System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
        return whole;
    }

    /** @throws IllegalStateException when it was sealed with another key or for another row */
    Content open(String partner, UUID id, byte[] sealed) {
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, 0, nonce, 0, NONCE_BYTES);
        byte[] plain = crypt(Cipher.DECRYPT_MODE, nonce, partner, id, sealed, NONCE_BYTES);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain))) {
            BatchParty party = in.readBoolean() ? new BatchParty(in.readBoolean(), in.readUTF(), in.readUTF()) : null;
            return new Content(party, in.readUTF());
        } catch (IOException e) {
            throw new UncheckedIOException("a sealed row is not whole", e);
        }
    }

    /** Tells a repeat from another instruction without keeping what was asked. */
    byte[] digest(String content) {
        return hmac(digesting, content);
    }

    private byte[] crypt(int mode, byte[] nonce, String partner, UUID id, byte[] input, int from) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD((partner + "/" + id).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input, from, input.length - from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "row " + id + " of bank " + partner + " does not open with this row key", e);
        }
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
