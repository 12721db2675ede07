package io.tongbao.ledger.audit;

import io.tongbao.kernel.SeedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The key that signs checkpoints: an Ed25519 seed in a file of its own, outside the database, readable by its owner alone;
 * beside it the public key, to be given away.
 */
public final class CheckpointKey {

    static final int KEY_BYTES = SeedFile.BYTES;
    static final int SIGNATURE_BYTES = 64;

    private static final String FILE = "checkpoint.key";
    private static final String PUBLIC_FILE = "checkpoint.pub";

    private final Ed25519PrivateKeyParameters key;
    private final String publicKey;

    private CheckpointKey(byte[] seed) {
        this.key = new Ed25519PrivateKeyParameters(seed, 0);
        this.publicKey = Texts.base64(key.generatePublicKey().getEncoded());
    }

    /**
     * The key in this folder; made when there is none.
     *
     * @throws IOException when the file cannot be read or written, is open to others, or holds no key
     */
    public static CheckpointKey in(Path keysFolder) throws IOException {
        CheckpointKey key = new CheckpointKey(SeedFile.readOrMake(keysFolder, FILE));
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
        return Texts.base64(signer.generateSignature());
    }

    @Override
    public String toString() {
        return "CheckpointKey[" + publicKey + "]";
    }
}
