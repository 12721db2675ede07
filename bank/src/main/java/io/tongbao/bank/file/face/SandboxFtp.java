package io.tongbao.bank.file.face;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.jspecify.annotations.Nullable;

/** A plain FTP server for one user by password. */
public final class SandboxFtp implements FileServer {

    private final int wantedPort;
    private final String user;
    private final String password;
    private @Nullable FtpServer server;
    private @Nullable Listener listener;

    /** @param port 0 for any */
    public SandboxFtp(int port, String user, String password) {
        this.wantedPort = port;
        this.user = user;
        this.password = password;
    }

    @Override
    public void start(Path root) throws IOException {
        try {
            BaseUser only = new BaseUser();
            only.setName(user);
            only.setPassword(password);
            only.setHomeDirectory(root.toString());
            only.setAuthorities(List.of(new WritePermission()));
            FtpServerFactory factory = new FtpServerFactory();
            factory.setUserManager(new PropertiesUserManagerFactory().createUserManager());
            factory.getUserManager().save(only);
            ListenerFactory listeners = new ListenerFactory();
            listeners.setServerAddress("127.0.0.1");
            listeners.setPort(wantedPort);
            Listener created = listeners.createListener();
            factory.addListener("default", created);
            FtpServer started = factory.createServer();
            started.start();
            server = started;
            listener = created;
        } catch (FtpException e) {
            throw new IOException("the FTP server does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public int port() {
        return listener == null ? 0 : listener.getPort();
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
    }
}
