package io.tongbao.bank.file.face;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;

/** An SFTP server for one user by password. Its host key is made once and lies beside the directories. */
public final class SandboxSftp implements FileServer {

    private final int wantedPort;
    private final String user;
    private final String password;
    private @Nullable SshServer server;
    private String hostKey = "";

    /** @param port 0 for any */
    public SandboxSftp(int port, String user, String password) {
        this.wantedPort = port;
        this.user = user;
        this.password = password;
    }

    @Override
    public void start(Path root) throws IOException {
        SimpleGeneratorHostKeyProvider keys =
                new SimpleGeneratorHostKeyProvider(root.resolveSibling(root.getFileName() + ".hostkey"));
        keys.setAlgorithm("EC");
        keys.setKeySize(256);
        KeyPair pair = keys.loadKeys(null).iterator().next();
        hostKey = KeyUtils.getFingerPrint(BuiltinDigests.sha256, pair.getPublic());
        SshServer started = SshServer.setUpDefaultServer();
        started.setHost("127.0.0.1");
        started.setPort(wantedPort);
        started.setKeyPairProvider(keys);
        started.setPasswordAuthenticator((name, given, session) -> user.equals(name) && password.equals(given));
        started.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        started.setFileSystemFactory(new VirtualFileSystemFactory(root));
        started.start();
        server = started;
    }

    /** To be pinned: {@code SHA256:…}. */
    public String hostKey() {
        return hostKey;
    }

    @Override
    public int port() {
        return server == null ? 0 : server.getPort();
    }

    @Override
    public void close() {
        try {
            if (server != null) {
                server.stop(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
