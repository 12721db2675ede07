package io.tongbao.bank.http.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Keys in PEM files, as {@code openssl genpkey} and {@code openssl pkey -pubout} write them. */
public final class KeyFile {

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_BYTES = 16 * 1024;

    private KeyFile() {}

    /** @throws IllegalArgumentException there is no such file, or no such key in it */
    public static PrivateKey readPrivate(Path file, SealAlgorithm algorithm) {
        try {
            PrivateKey key = factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(read(file, "PRIVATE KEY")));
            requireStrong(key, file);
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file.getFileName() + " holds no private key for " + algorithm.word());
        }
    }

    /** @throws IllegalArgumentException there is no such file, or no such key in it */
    public static PublicKey readPublic(Path file, SealAlgorithm algorithm) {
        try {
            PublicKey key = factory(algorithm).generatePublic(new X509EncodedKeySpec(read(file, "PUBLIC KEY")));
            requireStrong(key, file);
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file.getFileName() + " holds no public key for " + algorithm.word());
        }
    }

    /** Writes a key as PEM. */
    public static void write(Path file, java.security.Key key) throws IOException {
        String name = key instanceof PrivateKey ? "PRIVATE KEY" : "PUBLIC KEY";
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.writeString(file, "-----BEGIN " + name + "-----\n" + base64 + "\n-----END " + name + "-----\n");
    }

    private static KeyFactory factory(SealAlgorithm algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case RSA -> KeyFactory.getInstance("RSA");
            case SM2 -> KeyFactory.getInstance("EC", SealAlgorithm.BOUNCY_CASTLE);
        };
    }

    private static void requireStrong(Object key, Path file) {
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new IllegalArgumentException(file.getFileName() + " holds an RSA key of fewer than 2048 bits");
        }
    }

    private static byte[] read(Path file, String name) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException(file.getFileName() + " is too long for a key");
            }
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            String begin = "-----BEGIN " + name + "-----";
            int from = pem.indexOf(begin);
            int to = pem.indexOf("-----END " + name + "-----");
            if (from < 0 || to < from) {
                throw new IllegalArgumentException(file.getFileName() + " holds no " + name);
            }
            return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        } catch (IOException e) {
            throw new IllegalArgumentException("the key file " + file.getFileName() + " cannot be read");
        }
    }
}
