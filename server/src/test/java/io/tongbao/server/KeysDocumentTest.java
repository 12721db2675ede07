package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.Vault;
import io.tongbao.vault.kek.KekOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Does what docs/operate/keys.md says about an HSM, with SoftHSM2. */
final class KeysDocumentTest {

    private static final Path DOCUMENT =
            Path.of(System.getProperty("tongbao.root", ".."), "docs", "operate", "keys.md");
    private static final Pattern BLOCK = Pattern.compile("```(sh|properties)\\n(.*?)```", Pattern.DOTALL);
    private static final String PIN = "271828";

    @TempDir
    Path directory;

    @Test
    void theHsmIsSetUpAsTheDocumentSays() throws IOException, InterruptedException {
        requireSoftHsm();
        Path configuration = Path.of(Objects.requireNonNull(System.getenv("SOFTHSM2_CONF"), "see this module's pom"));
        Path softHsm = Files.createDirectories(Objects.requireNonNull(configuration.getParent()));
        Path tokens = Files.createDirectories(directory.resolve("tokens"));
        Files.writeString(configuration, "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
        assertThat(softHsm).isDirectory();
        Path keys = Files.createDirectories(directory.resolve("data.keys"));
        FakeClock clock = new FakeClock();
        try (TestDatabase database = TestPostgres.database("vault")) {
            Vault running = Vault.open(
                    database.dataSource(), KekOptions.read(keys, Map.of()).open(), clock);
            byte[] sealed = running.seal(KeyPurpose.CARD, "card:1", new byte[] {1, 2, 3});

            int commands = 0;
            for (MatchResult block : hsmBlocks()) {
                String text = block.group(2).replace("/etc/tongbao", directory.toString());
                if (block.group(1).equals("properties")) {
                    Files.writeString(keys.resolve(KekOptions.FILE), text);
                    continue;
                }
                for (String line : text.lines().toList()) {
                    commands++;
                    if (line.startsWith("./tongbao ")) {
                        Terminal.Said said = Terminal.run(Stream.of(
                                        Arrays.stream(line.split(" ")).skip(1),
                                        Terminal.options(database, directory),
                                        Stream.of("--keys", keys.toString()))
                                .flatMap(each -> each));
                        assertThat(said.code()).as(line + ": " + said.err()).isZero();
                    } else {
                        shell(line);
                    }
                }
            }
            assertThat(commands).isEqualTo(5);
            assertThat(JdbcClient.create(database.dataSource())
                            .sql("SELECT store FROM vault.kek WHERE retired_at IS NULL")
                            .query(String.class)
                            .single())
                    .isEqualTo("pkcs11");
            running.refresh();
            assertThat(running.open(KeyPurpose.CARD, "card:1", sealed)).containsExactly(1, 2, 3);
            Files.delete(keys.resolve("vault.p12"));
            Vault restarted = Vault.open(
                    database.dataSource(), KekOptions.read(keys, Map.of()).open(), clock);
            assertThat(restarted.open(KeyPurpose.CARD, "card:1", sealed)).containsExactly(1, 2, 3);
        }
    }

    private static List<MatchResult> hsmBlocks() throws IOException {
        String text = Files.readString(DOCUMENT);
        Matcher matcher = BLOCK.matcher(text);
        List<MatchResult> blocks = new ArrayList<>();
        int from = text.indexOf("<!-- followed line by line by KeysDocumentTest -->");
        assertThat(from).isPositive();
        while (matcher.find(from)) {
            blocks.add(matcher.toMatchResult());
            from = matcher.end();
        }
        return blocks;
    }

    private static void shell(String line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true);
        builder.environment().put("PIN", PIN);
        builder.environment().put("SO_PIN", "31415926");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(line + ": " + said).isZero();
    }

    /** The document names Debian's path, and so do the packages that CI installs. */
    private static void requireSoftHsm() {
        boolean here = Files.exists(Path.of("/usr/lib/softhsm/libsofthsm2.so"))
                && Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "softhsm2-util")));
        if (!here && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("SoftHSM2 is not here; install the packages softhsm2 and opensc");
        }
        Assumptions.assumeTrue(here, "SoftHSM2 is not here; install the packages softhsm2 and opensc");
    }
}
