package io.tongbao.bank.iso8583.mac;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * A zone master key that lies in a PKCS#11 token and never leaves it: the token opens the working key, which then lives in our memory as
 * long as the line. For 3DES and AES; tokens with SM4 need their maker's provider.
 */
public final class TokenMacKeys implements MacKeys {

    private final Provider provider;
    private final SecretKey key;
    private final String transformation;

    private TokenMacKeys(Provider provider, SecretKey key, String transformation) {
        this.provider = provider;
        this.key = key;
        this.transformation = transformation;
    }

    /**
     * Logs in and finds the key.
     *
     * @param slot the token's slot, as {@code pkcs11-tool --list-slots} shows it
     * @param pin wiped afterwards
     * @throws IllegalArgumentException library, token or key cannot be used; never tells the PIN
     */
    public static TokenMacKeys open(MacAlgorithm algorithm, Path library, long slot, char[] pin, String label) {
        if (algorithm == MacAlgorithm.SM4_CMAC) {
            throw new IllegalArgumentException("Java's PKCS#11 provider knows no SM4; keep that zone key in a file");
        }
        Provider platform = Security.getProvider("SunPKCS11");
        if (platform == null || !Files.isReadable(library)) {
            throw new IllegalArgumentException("the PKCS#11 library " + library + " is not there");
        }
        try {
            Provider provider = platform.configure(
                    "--name = tongbao-zone-" + slot + "\nlibrary = " + library + "\nslot = " + slot + "\n");
            KeyStore keys = KeyStore.getInstance("PKCS11", provider);
            keys.load(null, pin);
            Key found = keys.getKey(label, null);
            if (!(found instanceof SecretKey secret)) {
                throw new IllegalArgumentException("the token in slot " + slot + " has no secret key " + label);
            }
            return new TokenMacKeys(
                    provider, secret, algorithm == MacAlgorithm.X9_19 ? "DESede/ECB/NoPadding" : "AES/ECB/NoPadding");
        } catch (GeneralSecurityException | IOException | ProviderException e) {
            throw new IllegalArgumentException(
                    "the token in slot " + slot + " behind " + library + " cannot be used", e);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped) throws GeneralSecurityException {
        if (wrapped.length != MacAlgorithm.KEY_BYTES) {
            throw new InvalidKeyException("a wrapped key has " + MacAlgorithm.KEY_BYTES + " bytes");
        }
        try {
            Cipher cipher = Cipher.getInstance(transformation, provider);
            cipher.init(Cipher.DECRYPT_MODE, key);
            return cipher.doFinal(wrapped);
        } catch (ProviderException e) {
            throw new GeneralSecurityException("the token could not open the key", e);
        }
    }

    @Override
    public String toString() {
        return "TokenMacKeys[****]";
    }
}
