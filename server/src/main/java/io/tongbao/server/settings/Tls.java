package io.tongbao.server.settings;

import java.nio.file.Path;

/**
 * With what the server ends TLS itself.
 *
 * @param keyStore PKCS#12 file with one private key and its chain
 * @param password of the file and the key
 */
public record Tls(Path keyStore, String password) {

    public Tls {
        keyStore = keyStore.toAbsolutePath().normalize();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Tls[" + keyStore + "]";
    }
}
