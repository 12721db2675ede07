package io.tongbao.bank.http.wire;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** How messages are signed. */
public enum SealAlgorithm {
    /** RSASSA-PSS with SHA-256, salt of 32 bytes (RFC 8017 §8.1). */
    RSA,
    /** SM2 with SM3 (GM/T 0003, GM/T 0009), signer's id {@code 1234567812345678}, signature in DER. */
    SM2;

    // Not registered with the JVM: only what asks for it gets it.
    static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final int SALT_BYTES = 32;

    Signature signature() throws GeneralSecurityException {
        if (this == SM2) {
            return Signature.getInstance("SM3withSM2", BOUNCY_CASTLE);
        }
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT_BYTES, 1));
        return pss;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
