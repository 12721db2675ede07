package io.tongbao.bank.file.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;

/**
 * FTP in passive mode, over TLS (explicit, data protected too) when a server certificate is pinned. FTP's rename may overwrite, so the
 * target is looked for first; what could still be overwritten is the same bytes. Plain FTP is for leased lines and VPNs only.
 *
 * @param password file that holds it; read at each connection
 * @param certificate PEM of the bank's server certificate or its authority, the only one trusted; null for plain FTP
 * @param timeout of connecting and of each reply
 */
public record FtpTransport(
        String host,
        int port,
        String user,
        Path password,
        @Nullable Path certificate,
        Duration timeout) implements Transport {

    @Override
    public RemoteFiles connect() throws IOException {
        FTPClient client = certificate == null ? new FTPClient() : secured(certificate);
        int timeoutMs = Math.toIntExact(timeout.toMillis());
        client.setConnectTimeout(timeoutMs);
        client.setDefaultTimeout(timeoutMs);
        client.setDataTimeout(timeout);
        client.setControlEncoding("UTF-8");
        boolean ready = false;
        try {
            client.connect(host, port);
            require(FTPReply.isPositiveCompletion(client.getReplyCode()), client, "connect");
            client.setSoTimeout(timeoutMs);
            require(client.login(user, Secrets.line(password)), client, "sign in");
            if (client instanceof FTPSClient tls) {
                tls.execPBSZ(0);
                tls.execPROT("P");
            }
            require(client.setFileType(FTP.BINARY_FILE_TYPE), client, "set binary mode");
            client.enterLocalPassiveMode();
            ready = true;
            return new Connected(client);
        } finally {
            if (!ready && client.isConnected()) {
                client.disconnect();
            }
        }
    }

    private static FTPSClient secured(Path certificate) throws IOException {
        FTPSClient client = new FTPSClient(false);
        client.setTrustManager(pinned(certificate));
        client.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return client;
    }

    private static TrustManager pinned(Path certificate) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            Certificate trusted = CertificateFactory.getInstance("X.509").generateCertificate(in);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("bank", trusted);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager) {
                    return manager;
                }
            }
            throw new IOException("no trust manager for X.509");
        } catch (GeneralSecurityException e) {
            throw new IOException("the bank's certificate cannot be read", e);
        }
    }

    private static void require(boolean positive, FTPClient client, String what) throws IOException {
        if (!positive) {
            throw new IOException("the FTP server refused to " + what + ": " + client.getReplyCode());
        }
    }

    private record Connected(FTPClient client) implements RemoteFiles {

        @Override
        public List<RemoteFile> list(String directory) throws IOException {
            List<RemoteFile> files = new ArrayList<>();
            for (FTPFile file : client.listFiles(directory)) {
                if (file != null && file.isFile()) {
                    files.add(new RemoteFile(file.getName(), file.getSize()));
                }
            }
            int reply = client.getReplyCode();
            require(
                    FTPReply.isPositiveCompletion(reply)
                            || reply == FTPReply.FILE_UNAVAILABLE
                            || reply == FTPReply.FILE_ACTION_NOT_TAKEN,
                    client,
                    "list a directory");
            return files;
        }

        @Override
        public boolean put(String directory, String name, Content content) throws IOException {
            String target = directory + "/" + name;
            String temporary = target + ".tmp";
            if (exists(directory, name)) {
                return false;
            }
            try (OutputStream out = client.storeFileStream(temporary)) {
                require(out != null, client, "take a file");
                if (out != null) {
                    content.writeTo(out);
                }
            }
            require(client.completePendingCommand(), client, "finish a file");
            if (exists(directory, name)) {
                require(client.deleteFile(temporary), client, "remove a temporary file");
                return false;
            }
            require(client.rename(temporary, target), client, "rename a file");
            return true;
        }

        @Override
        public void get(String directory, String name, OutputStream out) throws IOException {
            require(client.retrieveFile(directory + "/" + name, out), client, "give a file");
        }

        @Override
        public void move(String directory, String name, String toDirectory, String toName) throws IOException {
            String source = directory + "/" + name;
            if (exists(toDirectory, toName)) {
                require(client.deleteFile(source), client, "remove a file");
                return;
            }
            String target = toDirectory + "/" + toName;
            if (!client.rename(source, target)) {
                // Refused when it exists; then the second attempt says what is really wrong.
                client.makeDirectory(toDirectory);
                require(client.rename(source, target), client, "move a file");
            }
        }

        private boolean exists(String directory, String name) throws IOException {
            return list(directory).stream().anyMatch(file -> file.name().equals(name));
        }

        @Override
        public void close() throws IOException {
            try {
                client.logout();
            } finally {
                client.disconnect();
            }
        }
    }
}
