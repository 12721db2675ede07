package io.tongbao.bank.file.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's sshd with {@code internal-sftp}, an Ed25519 host key and sign-in by an Ed25519 key. */
final class OpenSshTest extends TransportContract {

    @TempDir
    private Path directory;

    private @Nullable Process server;
    private int port;
    private String hostKey = "";

    @BeforeEach
    void start() throws IOException {
        Path sshd = Programs.find("sshd", "openssh-server");
        Path keygen = Programs.find("ssh-keygen", "openssh-client");
        Files.createDirectories(root().resolve("in"));
        Files.createDirectories(root().resolve("out"));
        if (Files.isWritable(Path.of("/run"))) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        for (String key : List.of("host", "user", "stranger")) {
            Programs.run(
                    keygen.toString(),
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    directory.resolve(key).toString());
        }
        Files.copy(directory.resolve("user.pub"), directory.resolve("authorized"));
        port = Programs.freePort();
        Path config = directory.resolve("sshd_config");
        Files.writeString(config, """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s
                AuthorizedKeysFile %s
                PidFile %s
                StrictModes no
                UsePAM no
                PermitRootLogin yes
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                Subsystem sftp internal-sftp
                """.formatted(
                        port, directory.resolve("host"), directory.resolve("authorized"), directory.resolve("pid")));
        String[] fields = Files.readString(directory.resolve("host.pub")).split(" ");
        hostKey = fingerprint(fields[1]);
        server = Programs.serve(port, directory.resolve("log"), sshd.toString(), "-D", "-e", "-f", config.toString());
    }

    private static String fingerprint(String base64) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII)));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            Programs.stop(server);
        }
    }

    @Override
    Path root() {
        return directory.resolve("root");
    }

    @Override
    String in() {
        return root().resolve("in").toString();
    }

    @Override
    String out() {
        return root().resolve("out").toString();
    }

    @Override
    Transport transport() {
        return withKey("user", hostKey);
    }

    @Override
    Transport transportWithPassword(Path password) {
        return new SftpTransport(
                "127.0.0.1", port, System.getProperty("user.name"), hostKey, password, null, Duration.ofSeconds(10));
    }

    private Transport withKey(String key, String pinned) {
        return new SftpTransport(
                "127.0.0.1",
                port,
                System.getProperty("user.name"),
                pinned,
                null,
                directory.resolve(key),
                Duration.ofSeconds(10));
    }

    @Test
    void anotherHostKeyOrAnotherKeyIsRefused() {
        String other = "SHA256:" + "A".repeat(43);
        assertThatThrownBy(() -> withKey("user", other).connect().close()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> withKey("stranger", hostKey).connect().close()).isInstanceOf(IOException.class);
    }

    /** What an upload that is repeated after a crash relies on. */
    @Test
    void itsRenameDoesNotOverwrite() throws IOException {
        try (RemoteFiles files = transport().connect()) {
            Files.writeString(root().resolve("in/TB9.csv"), "first");
            assertThat(files.put(in(), "TB9.csv", out -> out.write('x'))).isFalse();
            // The target appears while the content is on its way.
            assertThat(files.put(in(), "TB8.csv", out -> {
                        out.write('x');
                        Files.writeString(root().resolve("in/TB8.csv"), "first");
                    }))
                    .isFalse();
        }
        assertThat(root().resolve("in/TB9.csv")).hasContent("first");
        assertThat(root().resolve("in/TB8.csv")).hasContent("first");
        assertThat(root().resolve("in/TB8.csv.tmp")).doesNotExist();
    }
}
