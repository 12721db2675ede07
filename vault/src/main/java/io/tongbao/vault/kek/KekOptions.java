package io.tongbao.vault.kek;

import io.tongbao.vault.VaultUnavailable;
import io.tongbao.vault.hsm.HsmOptions;
import io.tongbao.vault.hsm.HsmToken;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the key-encryption keys of an installation lie: the file {@code vault.properties} of the keys directory, when there is
 * one, and the environment.
 *
 * <pre>
 * kek = pkcs11                                  # or pkcs12, which is the default
 * pkcs11.library = /usr/lib/softhsm/libsofthsm2.so
 * pkcs11.token = tongbao                        # or pkcs11.slot = 1
 * pkcs11.pin-file = /etc/tongbao/hsm.pin        # unless TONGBAO_HSM_PIN has it
 * </pre>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KekOptions(Path keysDirectory, @Nullable HsmOptions hsm, char @Nullable [] filePassword) {

    /** The file's name in the keys directory. */
    public static final String FILE = "vault.properties";
    /** Environment variable with the password of the PKCS#12 file. */
    public static final String PASSWORD_VARIABLE = "TONGBAO_VAULT_PASSWORD";
    /** Environment variable with the PIN of the HSM's user. */
    public static final String PIN_VARIABLE = "TONGBAO_HSM_PIN";

    private static final Set<String> NAMES =
            Set.of("kek", "pkcs11.library", "pkcs11.token", "pkcs11.slot", "pkcs11.pin-file");

    /**
     * Reads file and environment.
     *
     * @throws VaultUnavailable naming the setting that is wrong
     */
    public static KekOptions read(Path keysDirectory, Map<String, String> environment) {
        Properties settings = settings(keysDirectory.resolve(FILE));
        String password = environment.get(PASSWORD_VARIABLE);
        char @Nullable [] filePassword = password == null || password.isEmpty() ? null : password.toCharArray();
        return switch (settings.getProperty("kek", "pkcs12")) {
            case "pkcs12" -> new KekOptions(keysDirectory, null, filePassword);
            case "pkcs11" -> new KekOptions(keysDirectory, hsm(settings, environment), filePassword);
            default -> throw wrong("kek must be pkcs12 or pkcs11");
        };
    }

    /** Opens them. With an HSM, keys in a file that is still there are found too. */
    public Keks open() {
        Pkcs12KekStore file = new Pkcs12KekStore(keysDirectory, filePassword);
        HsmOptions token = hsm;
        return new Keks(token == null ? List.of(file) : List.of(new Pkcs11KekStore(HsmToken.open(token)), file));
    }

    private static Properties settings(Path file) {
        Properties settings = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                settings.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new VaultUnavailable(file + " cannot be read: " + e.getMessage(), e);
            }
        }
        for (String name : settings.stringPropertyNames()) {
            if (!NAMES.contains(name)) {
                throw wrong("there is no setting " + name);
            }
        }
        return settings;
    }

    private static HsmOptions hsm(Properties settings, Map<String, String> environment) {
        String library = settings.getProperty("pkcs11.library");
        if (library == null) {
            throw wrong("pkcs11.library is missing");
        }
        String slot = settings.getProperty("pkcs11.slot");
        try {
            return new HsmOptions(
                    Path.of(library),
                    settings.getProperty("pkcs11.token"),
                    slot == null ? null : Long.valueOf(slot.strip()),
                    pin(settings.getProperty("pkcs11.pin-file"), environment.get(PIN_VARIABLE)));
        } catch (NumberFormatException e) {
            throw wrong("pkcs11.slot must be a number");
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static char[] pin(@Nullable String file, @Nullable String fromEnvironment) {
        if (fromEnvironment != null && !fromEnvironment.isEmpty()) {
            return fromEnvironment.toCharArray();
        }
        if (file == null) {
            throw wrong("the HSM's PIN is missing: set " + PIN_VARIABLE + " or pkcs11.pin-file");
        }
        try {
            return Files.readString(Path.of(file)).strip().toCharArray();
        } catch (IOException e) {
            throw new VaultUnavailable("The HSM's PIN cannot be read from " + file + ".", e);
        }
    }

    private static VaultUnavailable wrong(String what) {
        return new VaultUnavailable(FILE + ": " + what + ".");
    }

    /** Without password and PIN. */
    @Override
    public String toString() {
        return "KekOptions[" + keysDirectory + ", " + hsm + "]";
    }
}
