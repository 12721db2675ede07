package io.tongbao.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authorities whose keys lie in SoftHSM2. */
class TokenKeysTest {

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
            Path.of("/opt/homebrew/lib/softhsm/libsofthsm2.so"));
    private static final String PIN = "246813";

    @TempDir
    Path directory;

    @Test
    void authoritiesSignInTheTokenAndTheirKeysStayThere() throws IOException {
        Path tokens = Files.createDirectory(directory.resolve("tokens"));
        Path settings = Files.writeString(
                directory.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
        Map<String, String> environment = Map.of("SOFTHSM2_CONF", settings.toString());
        Program softhsm = Program.find("softhsm2-util", "softhsm2", directory, environment);
        Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElse(null);
        if (library == null) {
            Program.absent("libsofthsm2.so is not installed (Debian: softhsm2)");
            return;
        }
        softhsm.ok("--init-token", "--free", "--label", "ca", "--pin", PIN, "--so-pin", "135792");
        Program java = Program.at(Path.of(System.getProperty("java.home"), "bin", "java"), directory, environment);
        java.ok(
                "-cp",
                System.getProperty("java.class.path"),
                "-Dtongbao.root=" + System.getProperty("tongbao.root", ""),
                TokenProcess.class.getName(),
                library.toString(),
                PIN,
                directory.toString());
        assertThat(java.read("hidden.txt")).isEqualTo("true true");
        Program openssl = Program.find("openssl", "openssl", directory, Map.of());
        assertThat(openssl.ok(
                        "verify",
                        "-x509_strict",
                        "-crl_check_all",
                        "-CRLfile",
                        "lists.pem",
                        "-CAfile",
                        "root.pem",
                        "-untrusted",
                        "issuing.pem",
                        "leaf.pem"))
                .contains("leaf.pem: OK");
    }
}
