package io.tongbao.staff.audit;

import io.tongbao.kernel.SeedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The key that seals the audit trail: an Ed25519 seed in {@code audit.key}, outside the database, readable by its owner
 * alone; beside it the public key in {@code audit.pub}, to be given to the auditors.
 */
public final class SealKey {

    static final int KEY_BYTES = SeedFile.BYTES;

    private static final String FILE = "audit.key";
    private static final String PUBLIC_FILE = "audit.pub";

    private final Ed25519PrivateKeyParameters key;
    private final String publicKey;

    private SealKey(byte[] seed) {
        this.key = new Ed25519PrivateKeyParameters(seed, 0);
        this.publicKey =
                Base64.getEncoder().encodeToString(key.generatePublicKey().getEncoded());
    }

    /**
     * The key in this folder; made when there is none.
     *
     * @throws IOException when the file cannot be read or written, is open to others, or holds no key
     */
    public static SealKey in(Path keysFolder) throws IOException {
        SealKey key = new SealKey(SeedFile.readOrMake(keysFolder, FILE));
        Path publicFile = keysFolder.resolve(PUBLIC_FILE);
        if (!Files.exists(publicFile)) {
            Files.writeString(publicFile, key.publicKey + "\n");
        }
        return key;
    }

    /** Base64 of the 32 bytes. */
    public String publicKey() {
        return publicKey;
    }

    /** Signature in base64. */
    String sign(byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return Base64.getEncoder().encodeToString(signer.generateSignature());
    }

    @Override
    public String toString() {
        return "SealKey[" + publicKey + "]";
    }
}
