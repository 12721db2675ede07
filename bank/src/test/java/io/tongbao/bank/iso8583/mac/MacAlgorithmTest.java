package io.tongbao.bank.iso8583.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacAlgorithmTest {

    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    private Path directory;

    /** ISO/IEC 9797-1, algorithm 3, padding 1: the standard's own text and keys. */
    @Test
    void retailMac() {
        byte[] key = HEX.parseHex("7CA110454A1A6E570131D9619DC1376E");
        byte[] text = "Hello World !!!!".getBytes(StandardCharsets.US_ASCII);
        assertThat(HEX.formatHex(MacAlgorithm.X9_19.over(key, text, text.length)))
                .isEqualTo("f09b856213bab83b");
    }

    /** RFC 4493 §4, cut to eight bytes. */
    @ParameterizedTest
    @CsvSource({
        "'', bb1d6929e9593728",
        "6bc1bee22e409f96e93d7e117393172a, 070a16b46b4d4144",
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411, dfa66747de9ae630"
    })
    void aesCmac(String text, String expected) {
        byte[] key = HEX.parseHex("2b7e151628aed2a6abf7158809cf4f3c");
        byte[] bytes = HEX.parseHex(text);
        assertThat(HEX.formatHex(MacAlgorithm.AES_CMAC.over(key, bytes, bytes.length)))
                .isEqualTo(expected);
    }

    /** OpenSSL computes the same. */
    @ParameterizedTest
    @CsvSource({"AES_CMAC, AES-128-CBC", "SM4_CMAC, SM4-CBC"})
    void opensslAgrees(MacAlgorithm algorithm, String cipher) throws IOException, InterruptedException {
        byte[] text = "0200 whatever a bank may say, of any length".getBytes(StandardCharsets.US_ASCII);
        Path file = Files.write(directory.resolve("text"), text);
        String key = "0123456789abcdeffedcba9876543210";
        Process openssl;
        try {
            openssl = new ProcessBuilder(
                            "openssl",
                            "mac",
                            "-cipher",
                            cipher,
                            "-macopt",
                            "hexkey:" + key,
                            "-in",
                            file.toString(),
                            "CMAC")
                    .start();
        } catch (IOException e) {
            Assumptions.assumeTrue("true".equals(System.getenv("CI")), "openssl is not installed");
            throw e;
        }
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertThat(openssl.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said.toLowerCase(Locale.ROOT))
                .startsWith(HEX.formatHex(algorithm.over(HEX.parseHex(key), text, text.length)));
    }

    @Test
    void aKeyExchangedReplacesTheFormerWhichIsBelievedOnceMore() {
        byte[] first = HEX.parseHex("0123456789abcdeffedcba9876543210");
        byte[] second = HEX.parseHex("2b7e151628aed2a6abf7158809cf4f3c");
        Seal ours = Seal.of(MacAlgorithm.X9_19, first);
        Seal theirs = Seal.of(MacAlgorithm.X9_19, first);
        byte[] message = new byte[40];
        ours.close(message);
        theirs.replaceKey(second);
        assertThat(theirs.fits(message)).isTrue();
        theirs.close(message);
        assertThat(ours.fits(message)).isFalse();
        ours.replaceKey(second);
        assertThat(ours.fits(message)).isTrue();
        message[3] ^= 1;
        assertThat(ours.fits(message)).isFalse();
    }

    @Test
    void keyFilesAreTheirOwnersAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("a.key"), "0123456789abcdeffedcba9876543210\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> FileMacKeys.read(file)).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(FileMacKeys.read(file)).hasSize(16);
        Files.writeString(file, "0123456789abcdeffedcba987654321");
        assertThatThrownBy(() -> FileMacKeys.read(file))
                .hasMessageContaining("32 hexadecimal digits")
                .hasMessageNotContaining("abcdef");
    }
}
