package io.tongbao.vault.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.vault.VaultUnavailable;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** A real token, SoftHSM2's: keys that stay in it. */
class HsmTokenTest {

    private static final byte[] MESSAGE = "pay 12.00".getBytes(StandardCharsets.US_ASCII);

    @Test
    void aWrongPinIsRefusedAndNotRepeated() throws Exception {
        HsmOptions wrong = HsmOptions.ofToken(SoftHsm.library(), "tongbao-a", "987654".toCharArray());
        assertThatThrownBy(() -> HsmToken.open(wrong))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessage("The HSM's token tongbao-a refused the PIN; correct TONGBAO_HSM_PIN or pkcs11.pin-file"
                        + " (tokens lock after a few wrong ones).")
                .hasStackTraceContaining("Login")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("987654"));
        assertThat(wrong.toString()).doesNotContain("987654");
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        HsmOptions elsewhere = HsmOptions.ofToken(SoftHsm.library(), "another", SoftHsm.PIN.toCharArray());
        assertThatThrownBy(() -> HsmToken.open(elsewhere))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageContaining("has no token labelled another")
                .hasMessageContaining("tongbao-a");
        HsmOptions nothing = HsmOptions.ofToken(Path.of("/nowhere.so"), "a", SoftHsm.PIN.toCharArray());
        assertThatThrownBy(() -> HsmToken.open(nothing))
                .isInstanceOf(VaultUnavailable.class)
                .hasMessageContaining("The PKCS#11 library /nowhere.so is not there");
    }

    @Test
    void aKeyNeverLeavesTheTokenAndIsThereAfterARestart() throws Exception {
        HsmToken token = HsmToken.open(SoftHsm.options("tongbao-b"));
        SecretKey key = token.generateAes256("kek-one");
        assertThat(key.getEncoded()).isNull();
        assertThatThrownBy(() -> token.generateAes256("kek-one")).hasMessageContaining("has a key kek-one already");
        String listed = SoftHsm.run(
                "pkcs11-tool",
                "--module",
                SoftHsm.library().toString(),
                "--token-label",
                "tongbao-b",
                "--login",
                "--pin",
                SoftHsm.PIN,
                "--list-objects",
                "--type",
                "secrkey");
        assertThat(listed)
                .contains("kek-one")
                .contains("sensitive")
                .contains("never extractable")
                .contains("length 32");

        byte[] nonce = new byte[12];
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", token.provider());
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
        byte[] text = cipher.doFinal(MESSAGE);

        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        String said = SoftHsm.run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m",
                "-cp",
                classPath,
                AfterRestart.class.getName(),
                SoftHsm.library().toString(),
                HexFormat.of().formatHex(nonce),
                HexFormat.of().formatHex(text));
        assertThat(said).contains("opened: pay 12.00").contains("exit 0");
    }

    /** Another process with the same token. */
    static final class AfterRestart {

        private AfterRestart() {}

        public static void main(String[] args) throws Exception {
            HsmToken token =
                    HsmToken.open(HsmOptions.ofToken(Path.of(args[0]), "tongbao-b", SoftHsm.PIN.toCharArray()));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", token.provider());
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    Objects.requireNonNull(token.secretKey("kek-one")),
                    new GCMParameterSpec(128, HexFormat.of().parseHex(args[1])));
            byte[] plain = cipher.doFinal(HexFormat.of().parseHex(args[2]));
            System.out.println("opened: " + new String(plain, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void anEcKeyOfACertificationAuthoritySignsInTheToken() throws Exception {
        HsmToken token = HsmToken.open(SoftHsm.options("tongbao-c"));
        assertThat(token.privateKey("ca")).isNull();
        assertThat(token.certificates("ca")).isEmpty();
        KeyPair pair = token.generateEc("secp256r1");
        assertThat(pair.getPrivate().getEncoded()).isNull();
        X509Certificate certificate = selfSigned(token, pair);
        token.keep("ca", pair.getPrivate(), List.of(certificate));

        HsmToken again = HsmToken.open(SoftHsm.options("tongbao-c"));
        PrivateKey kept = Objects.requireNonNull(again.privateKey("ca"));
        assertThat(kept.getEncoded()).isNull();
        Signature signer = Signature.getInstance("SHA256withECDSA", again.provider());
        signer.initSign(kept);
        signer.update(MESSAGE);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance("SHA256withECDSA", "SunEC");
        verifier.initVerify(again.certificates("ca").getFirst());
        verifier.update(MESSAGE);
        assertThat(verifier.verify(signature)).isTrue();
    }

    @SuppressWarnings("JavaUtilDate") // what the builder takes
    private static X509Certificate selfSigned(HsmToken token, KeyPair pair) throws Exception {
        X500Name name = new X500Name("CN=Test CA");
        byte[] der = new JcaX509v3CertificateBuilder(
                        name, BigInteger.ONE, new Date(0), new Date(4_000_000_000_000L), name, pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(token.provider())
                        .build(pair.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
