package io.tongbao.bank.file.transport;

import io.tongbao.bank.file.face.SandboxFtp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedFtpTest extends TransportContract {

    @TempDir
    private Path directory;

    private final SandboxFtp server = new SandboxFtp(0, "tongbao", "right");

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(root().resolve("in"));
        Files.createDirectories(root().resolve("out"));
        server.start(root());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    Path root() {
        return directory.resolve("root");
    }

    @Override
    String in() {
        return "in";
    }

    @Override
    String out() {
        return "out";
    }

    @Override
    Transport transport() {
        try {
            return transportWithPassword(file("password", "right\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Transport transportWithPassword(Path password) {
        return new FtpTransport("127.0.0.1", server.port(), "tongbao", password, null, Duration.ofSeconds(10));
    }
}
