package io.tongbao.vault.hsm;

import io.tongbao.vault.VaultUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * A token behind PKCS#11, logged in. Keys made here are sensitive and not extractable: the token computes with them and never
 * gives them out. Pass {@link #provider()} to {@code Cipher.getInstance} and {@code Signature.getInstance} with them; it is
 * not among the platform's providers. Thread-safe.
 */
public final class HsmToken {

    private static final String ATTRIBUTES = """
            attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
              CKA_ENCRYPT = true
              CKA_DECRYPT = true
            }
            attributes(generate, CKO_PRIVATE_KEY, *) = {
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
              CKA_SIGN = true
            }
            attributes(generate, CKO_PUBLIC_KEY, *) = {
              CKA_VERIFY = true
            }
            """;

    private final String name;
    private final Provider provider;
    private final KeyStore keys;

    private HsmToken(String name, Provider provider, KeyStore keys) {
        this.name = name;
        this.provider = provider;
        this.keys = keys;
    }

    /**
     * Loads the library, finds the token and logs in; tries the PIN once, because tokens lock after a few wrong ones.
     *
     * @throws VaultUnavailable no such library or token, or the PIN is refused; never tells the PIN
     */
    public static HsmToken open(HsmOptions options) {
        if (!Files.isReadable(options.library())) {
            throw new VaultUnavailable("The PKCS#11 library " + options.library()
                    + " is not there; install the HSM's driver or correct pkcs11.library.");
        }
        String label = options.tokenLabel();
        Long given = options.slot();
        long slot = label != null ? TokenSlots.ofLabel(options.library(), label) : Objects.requireNonNull(given);
        Provider platform = Security.getProvider("SunPKCS11");
        if (platform == null) {
            throw new VaultUnavailable("This Java has no PKCS#11 provider (module jdk.crypto.cryptoki).");
        }
        try {
            Provider provider = platform.configure("--name = tongbao-" + slot + "\nlibrary = " + options.library()
                    + "\nslot = " + slot + "\n" + ATTRIBUTES);
            KeyStore keys = KeyStore.getInstance("PKCS11", provider);
            login(options, keys);
            return new HsmToken(options.token(), provider, keys);
        } catch (GeneralSecurityException | ProviderException | InvalidParameterException e) {
            throw new VaultUnavailable(
                    "The token " + options.token() + " behind " + options.library() + " cannot be used: "
                            + rootMessage(e),
                    e);
        }
    }

    private static void login(HsmOptions options, KeyStore keys) throws GeneralSecurityException {
        char[] pin = options.pin();
        try {
            keys.load(null, pin);
        } catch (IOException e) {
            boolean refused =
                    e.getCause() instanceof UnrecoverableKeyException || e.getCause() instanceof LoginException;
            throw new VaultUnavailable(
                    refused
                            ? "The HSM's token " + options.token()
                                    + " refused the PIN; correct TONGBAO_HSM_PIN or pkcs11.pin-file (tokens lock after a few"
                                    + " wrong ones)."
                            : "The token " + options.token() + " cannot be read: " + rootMessage(e),
                    e);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    /** Label or slot, for messages. */
    public String name() {
        return name;
    }

    /** The JCA provider that computes in this token. */
    public Provider provider() {
        return provider;
    }

    /** The AES key of this label, or null; looks again for keys that other nodes made. */
    public synchronized @Nullable SecretKey secretKey(String label) {
        try {
            reloadWithout(label);
            return keys.getKey(label, null) instanceof SecretKey key ? key : null;
        } catch (GeneralSecurityException | ProviderException e) {
            throw failed("read", label, e);
        }
    }

    /**
     * Makes an AES-256 key in the token that never leaves it.
     *
     * @throws VaultUnavailable when the label is taken
     */
    public synchronized SecretKey generateAes256(String label) {
        try {
            requireFree(label);
            KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
            generator.init(256);
            keys.setKeyEntry(label, generator.generateKey(), null, null);
            if (keys.getKey(label, null) instanceof SecretKey key) {
                return key;
            }
            throw new VaultUnavailable("The token " + name + " did not keep the key " + label + ".");
        } catch (GeneralSecurityException | ProviderException e) {
            throw failed("make", label, e);
        }
    }

    /**
     * An EC key pair in the token, for this session; {@link #keep} makes the private key stay.
     *
     * @param curve {@code secp256r1}, {@code secp384r1}
     */
    public synchronized KeyPair generateEc(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException | ProviderException e) {
            throw failed("make", curve, e);
        }
    }

    /**
     * Keeps a private key that {@link #generateEc} made, with the certificates that belong to it, own one first.
     *
     * @throws VaultUnavailable when the label is taken
     */
    public synchronized void keep(String label, PrivateKey key, List<? extends Certificate> chain) {
        try {
            requireFree(label);
            keys.setKeyEntry(label, key, null, chain.toArray(Certificate[]::new));
        } catch (GeneralSecurityException | ProviderException e) {
            throw failed("keep", label, e);
        }
    }

    /** The private key that was kept under this label, or null. */
    public synchronized @Nullable PrivateKey privateKey(String label) {
        try {
            reloadWithout(label);
            return keys.getKey(label, null) instanceof PrivateKey key ? key : null;
        } catch (GeneralSecurityException | ProviderException e) {
            throw failed("read", label, e);
        }
    }

    /** The certificates kept with a private key, own one first; empty when there is none. */
    public synchronized List<Certificate> certificates(String label) {
        try {
            reloadWithout(label);
            Certificate[] chain = keys.getCertificateChain(label);
            return chain == null ? List.of() : List.of(chain);
        } catch (GeneralSecurityException | ProviderException e) {
            throw failed("read", label, e);
        }
    }

    private void requireFree(String label) throws GeneralSecurityException {
        reloadWithout(label);
        if (keys.containsAlias(label)) {
            throw new VaultUnavailable("The token " + name + " has a key " + label + " already.");
        }
    }

    private void reloadWithout(String label) throws GeneralSecurityException {
        if (!keys.containsAlias(label)) {
            try {
                // Logged in already: no PIN is needed to look again.
                keys.load(null, null);
            } catch (IOException e) {
                throw new GeneralSecurityException(e);
            }
        }
    }

    private VaultUnavailable failed(String what, String label, Throwable e) {
        return new VaultUnavailable(
                "The token " + name + " could not " + what + " the key " + label + ": " + rootMessage(e), e);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    @Override
    public String toString() {
        return "HsmToken[" + name + "]";
    }
}
