package io.tongbao.bank.file.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's vsftpd, by anonymous sign-in (it knows no other users without PAM), plain and over TLS. */
final class VsftpdTest extends TransportContract {

    @TempDir
    private Path directory;

    private @Nullable Process server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        Path vsftpd = Programs.find("vsftpd", "vsftpd");
        Path openssl = Programs.find("openssl", "openssl");
        for (String each : new String[] {"in", "out"}) {
            Files.createDirectories(root().resolve(each));
            Files.setPosixFilePermissions(root().resolve(each), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        // Its anonymous root must not be writable, and the way to it open.
        Files.setPosixFilePermissions(root(), PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Programs.run(
                openssl.toString(),
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=bank",
                "-keyout",
                directory.resolve("key.pem").toString(),
                "-out",
                directory.resolve("cert.pem").toString());
        port = Programs.freePort();
        Path empty = Files.createDirectories(directory.resolve("empty"));
        Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path config = directory.resolve("vsftpd.conf");
        Files.writeString(config, """
                listen=YES
                listen_ipv6=NO
                listen_address=127.0.0.1
                listen_port=%d
                background=NO
                seccomp_sandbox=NO
                local_enable=NO
                anonymous_enable=YES
                anon_root=%s
                write_enable=YES
                anon_upload_enable=YES
                anon_mkdir_write_enable=YES
                anon_other_write_enable=YES
                anon_umask=022
                anon_world_readable_only=NO
                secure_email_list_enable=YES
                email_password_file=%s
                secure_chroot_dir=%s
                ssl_enable=YES
                allow_anon_ssl=YES
                force_anon_data_ssl=NO
                force_anon_logins_ssl=NO
                require_ssl_reuse=NO
                ssl_ciphers=HIGH
                rsa_cert_file=%s
                rsa_private_key_file=%s
                """.formatted(
                        port,
                        root(),
                        file("passwords", "right\n"),
                        empty,
                        directory.resolve("cert.pem"),
                        directory.resolve("key.pem")));
        server = Programs.serve(port, directory.resolve("log"), vsftpd.toString(), config.toString());
    }

    @AfterEach
    void stop() throws InterruptedException, IOException {
        if (server != null) {
            Programs.stop(server);
        }
        if (Files.exists(root())) {
            Files.setPosixFilePermissions(root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
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
        return with(null);
    }

    @Override
    Transport transportWithPassword(Path password) {
        return new FtpTransport("127.0.0.1", port, "ftp", password, null, Duration.ofSeconds(10));
    }

    private Transport with(@Nullable Path certificate) {
        try {
            return new FtpTransport(
                    "127.0.0.1", port, "ftp", file("password", "right\n"), certificate, Duration.ofSeconds(10));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void overTlsWithThePinnedCertificateOnly() throws IOException {
        try (RemoteFiles files = with(directory.resolve("cert.pem")).connect()) {
            assertThat(files.put("in", "TB3.csv", out -> out.write('x'))).isTrue();
            assertThat(files.list("in")).hasSize(1);
        }
        Programs.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=bank",
                "-keyout",
                directory.resolve("other-key.pem").toString(),
                "-out",
                directory.resolve("other.pem").toString());
        assertThatThrownBy(() -> with(directory.resolve("other.pem")).connect().close())
                .isInstanceOf(IOException.class);
    }
}
