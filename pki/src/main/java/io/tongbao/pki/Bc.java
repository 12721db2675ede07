package io.tongbao.pki;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The one Bouncy Castle provider of this module; never registered with the platform, so nobody else's choice changes. */
final class Bc {

    private Bc() {}

    /** Made when first asked for: it loads hundreds of classes, which a start need not wait for. */
    static Provider provider() {
        return Made.PROVIDER;
    }

    private static final class Made {
        static final Provider PROVIDER = new BouncyCastleProvider();
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
