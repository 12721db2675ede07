package io.tongbao.bank.file.transport;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;

/**
 * SFTP version 3 with a pinned host key. Its rename fails when the target exists (OpenSSH links and unlinks), which is what makes an upload
 * that is repeated after a crash harmless.
 *
 * @param hostKey fingerprint as {@code ssh-keygen -lf} prints it, {@code SHA256:…}; nothing else is trusted
 * @param password file that holds it; read at each connection, so that a new one is taken up. Null with a key
 * @param key file of the private key, OpenSSH or PKCS#8 PEM without passphrase; null with a password
 * @param timeout of connecting, signing in and each command
 */
public record SftpTransport(
        String host,
        int port,
        String user,
        String hostKey,
        @Nullable Path password,
        @Nullable Path key,
        Duration timeout)
        implements Transport {

    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    public SftpTransport {
        if (!FINGERPRINT.matcher(hostKey).matches()) {
            throw new IllegalArgumentException("a host key is pinned as SHA256: and 43 characters");
        }
        if ((password == null) == (key == null)) {
            throw new IllegalArgumentException("sign in with a password or with a key");
        }
    }

    @Override
    public RemoteFiles connect() throws IOException {
        SshClient client = SshClient.setUpDefaultClient();
        boolean ready = false;
        try {
            client.setServerKeyVerifier((session, address, offered) -> {
                String found = KeyUtils.getFingerPrint(BuiltinDigests.sha256, offered);
                return MessageDigest.isEqual(
                        found.getBytes(StandardCharsets.US_ASCII), hostKey.getBytes(StandardCharsets.US_ASCII));
            });
            // Neither keys nor configuration of whoever runs the server.
            client.setKeyIdentityProvider(session -> List.of());
            client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            CoreModuleProperties.IDLE_TIMEOUT.set(client, timeout.multipliedBy(2));
            SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, timeout);
            client.start();
            ClientSession session =
                    client.connect(user, host, port).verify(timeout).getSession();
            signIn(session);
            Connected connected =
                    new Connected(client, session, SftpClientFactory.instance().createSftpClient(session));
            ready = true;
            return connected;
        } finally {
            if (!ready) {
                client.stop();
            }
        }
    }

    private void signIn(ClientSession session) throws IOException {
        if (password != null) {
            session.addPasswordIdentity(Secrets.line(password));
        }
        if (key != null) {
            try (InputStream in = Files.newInputStream(key)) {
                Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                        session, NamedResource.ofName("key"), in, FilePasswordProvider.EMPTY);
                if (pairs == null) {
                    throw new IOException("the key file holds no private key");
                }
                for (KeyPair pair : pairs) {
                    session.addPublicKeyIdentity(pair);
                }
            } catch (GeneralSecurityException e) {
                throw new IOException("the key file cannot be read as a private key", e);
            }
        }
        session.auth().verify(timeout);
    }

    private record Connected(SshClient client, ClientSession session, SftpClient sftp) implements RemoteFiles {

        @Override
        public List<RemoteFile> list(String directory) throws IOException {
            List<RemoteFile> files = new ArrayList<>();
            try (SftpClient.CloseableHandle handle = sftp.openDir(directory)) {
                List<SftpClient.DirEntry> some = sftp.readDir(handle);
                while (some != null) {
                    for (SftpClient.DirEntry entry : some) {
                        if (entry.getAttributes().isRegularFile()) {
                            files.add(new RemoteFile(
                                    entry.getFilename(), entry.getAttributes().getSize()));
                        }
                    }
                    some = sftp.readDir(handle);
                }
            } catch (SftpException e) {
                if (e.getStatus() != SftpConstants.SSH_FX_NO_SUCH_FILE) {
                    throw e;
                }
            }
            return files;
        }

        @Override
        public boolean put(String directory, String name, Content content) throws IOException {
            String target = directory + "/" + name;
            if (exists(target)) {
                return false;
            }
            String temporary = target + ".tmp";
            try (OutputStream out = new BufferedOutputStream(
                    sftp.write(temporary, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate)), 1 << 15)) {
                content.writeTo(out);
            }
            try {
                sftp.rename(temporary, target);
                return true;
            } catch (SftpException e) {
                if (!exists(target)) {
                    throw e;
                }
                sftp.remove(temporary);
                return false;
            }
        }

        @Override
        public void get(String directory, String name, OutputStream out) throws IOException {
            try (InputStream in = sftp.read(directory + "/" + name)) {
                in.transferTo(out);
            }
        }

        @Override
        public void move(String directory, String name, String toDirectory, String toName) throws IOException {
            String source = directory + "/" + name;
            String target = toDirectory + "/" + toName;
            if (!exists(toDirectory)) {
                sftp.mkdir(toDirectory);
            }
            if (exists(target)) {
                sftp.remove(source);
            } else {
                sftp.rename(source, target);
            }
        }

        private boolean exists(String path) throws IOException {
            try {
                sftp.stat(path);
                return true;
            } catch (SftpException e) {
                if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE) {
                    return false;
                }
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            try (client;
                    session) {
                sftp.close();
            }
        }
    }
}
