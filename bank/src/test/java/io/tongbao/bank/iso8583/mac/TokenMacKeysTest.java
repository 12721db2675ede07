package io.tongbao.bank.iso8583.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The zone master keys lie in a real token, SoftHSM2's, which never gives them out and opens working keys with them. */
class TokenMacKeysTest {

    private static final String PIN = "481516";
    private static final String ZONE_3DES = "7ca110454a1a6e570131d9619dc1376e";
    private static final String ZONE_AES = "2b7e151628aed2a6abf7158809cf4f3c";
    private static final HexFormat HEX = HexFormat.of();

    private static Path library = Path.of("/nowhere");
    private static long slot;

    @BeforeAll
    static void makeToken() throws IOException, InterruptedException, GeneralSecurityException {
        Path found = Stream.of(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
                        "/opt/homebrew/lib/softhsm/libsofthsm2.so")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        boolean programs = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pkcs11-tool")));
        if (found == null || !programs) {
            String missing = "SoftHSM2 is not here; install the packages softhsm2 and opensc";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(missing);
            }
            Assumptions.abort(missing);
        }
        library = Objects.requireNonNull(found);
        Path configuration = Path.of(Objects.requireNonNull(System.getenv("SOFTHSM2_CONF"), "see this module's pom"));
        Path tokens = Objects.requireNonNull(configuration.getParent())
                .resolve("tokens-" + ProcessHandle.current().pid());
        Files.createDirectories(tokens);
        Files.writeString(
                configuration,
                "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        String made =
                run("softhsm2-util", "--init-token", "--free", "--label", "zone", "--pin", PIN, "--so-pin", "2342");
        Matcher reassigned = Pattern.compile("slot ([0-9]+)").matcher(made);
        assertThat(reassigned.find()).as(made).isTrue();
        slot = Long.parseLong(reassigned.group(1));
        // As a key ceremony leaves them: sensitive, not extractable, good for opening keys.
        Provider ceremony = Security.getProvider("SunPKCS11")
                .configure("--name = ceremony\nlibrary = " + library
                        + "\nslot = " + slot + "\nattributes(*, CKO_SECRET_KEY, *) = {\n  CKA_SENSITIVE = true\n"
                        + "  CKA_EXTRACTABLE = false\n  CKA_DECRYPT = true\n}\n");
        KeyStore token = KeyStore.getInstance("PKCS11", ceremony);
        token.load(null, PIN.toCharArray());
        put(token, "bank-3des", ZONE_3DES, "DESede");
        put(token, "bank-aes", ZONE_AES, "AES");
    }

    private static void put(KeyStore token, String label, String hex, String type) throws GeneralSecurityException {
        byte[] key = HEX.parseHex(hex);
        // Java and PKCS#11 want three DES keys; the third is the first again.
        byte[] written = type.equals("DESede") ? Arrays.copyOf(key, 24) : key;
        if (written.length == 24) {
            System.arraycopy(key, 0, written, 16, 8);
        }
        token.setKeyEntry(label, new SecretKeySpec(written, type), null, null);
        assertThat(token.getKey(label, null).getEncoded())
                .as("it never leaves the token")
                .isNull();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said + "\nexit " + process.waitFor();
    }

    private static TokenMacKeys open(MacAlgorithm algorithm, String label) {
        return TokenMacKeys.open(algorithm, library, slot, PIN.toCharArray(), label);
    }

    @Test
    void theTokenOpensWorkingKeys() throws Exception {
        byte[] working = HEX.parseHex("0123456789abcdeffedcba9876543210");
        for (List<String> each :
                List.of(List.of("x9.19", "bank-3des", ZONE_3DES), List.of("aes-cmac", "bank-aes", ZONE_AES))) {
            MacAlgorithm algorithm = MacAlgorithm.named(each.get(0));
            byte[] wrapped =
                    FileMacKeys.of(algorithm, HEX.parseHex(each.get(2))).wrap(working);
            assertThat(open(algorithm, each.get(1)).unwrap(wrapped)).isEqualTo(working);
        }
    }

    @Test
    void theZoneKeyStaysInTheToken() throws Exception {
        String listed = run(
                "pkcs11-tool",
                "--module",
                library.toString(),
                "--slot",
                String.valueOf(slot),
                "--login",
                "--pin",
                PIN,
                "--list-objects",
                "--type",
                "secrkey");
        assertThat(listed).contains("bank-3des").contains("sensitive");
        assertThat(open(MacAlgorithm.X9_19, "bank-3des").toString()).isEqualTo("TokenMacKeys[****]");
    }

    @Test
    void whatIsWrongIsNamedWithoutThePin() {
        assertThatThrownBy(() -> open(MacAlgorithm.X9_19, "nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no secret key nobody");
        assertThatThrownBy(() -> open(MacAlgorithm.SM4_CMAC, "bank-aes")).hasMessageContaining("knows no SM4");
        assertThatThrownBy(() ->
                        TokenMacKeys.open(MacAlgorithm.X9_19, Path.of("/nowhere.so"), slot, PIN.toCharArray(), "a"))
                .hasMessageContaining("/nowhere.so is not there");
    }
}
