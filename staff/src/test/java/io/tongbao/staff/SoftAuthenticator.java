package io.tongbao.staff;

import io.tongbao.credential.PasskeyAnswer;
import io.tongbao.credential.Passkeys.AssertionOptions;
import io.tongbao.credential.Passkeys.RegistrationOptions;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Set;

/** A WebAuthn authenticator and its browser, written from the standard: ES256, no attestation. */
final class SoftAuthenticator {

    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int ATTESTED = 0x40;

    private final String rpId;
    private final String origin;
    private int counter = 1;
    private final byte[] credentialId = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 6};
    private final KeyPair key;
    private byte[] userHandle = {};

    SoftAuthenticator(String rpId, String origin) throws GeneralSecurityException {
        this.rpId = rpId;
        this.origin = origin;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        key = generator.generateKeyPair();
    }

    PasskeyAnswer.Registration create(RegistrationOptions options) throws GeneralSecurityException {
        userHandle = options.userHandle();
        ByteArrayOutputStream attested = new ByteArrayOutputStream();
        attested.writeBytes(new byte[16]);
        attested.write(0);
        attested.write(credentialId.length);
        attested.writeBytes(credentialId);
        attested.writeBytes(coseKey());
        byte[] authenticatorData = authenticatorData(ATTESTED, attested.toByteArray());
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.write(0xA3);
        text(object, "fmt");
        text(object, "none");
        text(object, "attStmt");
        object.write(0xA0);
        text(object, "authData");
        bytes(object, authenticatorData);
        return new PasskeyAnswer.Registration(
                options.ceremony(),
                clientData("webauthn.create", options.challenge()),
                object.toByteArray(),
                Set.of("internal"));
    }

    PasskeyAnswer.Assertion get(AssertionOptions options) throws GeneralSecurityException {
        counter++;
        byte[] clientData = clientData("webauthn.get", options.challenge());
        byte[] authenticatorData = authenticatorData(0, new byte[0]);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key.getPrivate());
        signature.update(authenticatorData);
        signature.update(sha256(clientData));
        return new PasskeyAnswer.Assertion(
                options.ceremony(), credentialId, clientData, authenticatorData, signature.sign(), userHandle);
    }

    private byte[] clientData(String type, byte[] challenge) {
        String json = "{\"type\":\"" + type + "\",\"challenge\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(challenge) + "\",\"origin\":\"" + origin
                + "\",\"crossOrigin\":false}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] authenticatorData(int flags, byte[] rest) throws GeneralSecurityException {
        int all = flags | USER_PRESENT | USER_VERIFIED;
        return ByteBuffer.allocate(37 + rest.length)
                .put(sha256(rpId.getBytes(StandardCharsets.UTF_8)))
                .put((byte) all)
                .putInt(counter)
                .put(rest)
                .array();
    }

    /** {1: 2, 3: -7, -1: 1, -2: x, -3: y}, RFC 9052. */
    private byte[] coseKey() {
        ECPublicKey publicKey = (ECPublicKey) key.getPublic();
        ByteArrayOutputStream map = new ByteArrayOutputStream();
        map.writeBytes(new byte[] {(byte) 0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21});
        bytes(map, unsigned(publicKey.getW().getAffineX()));
        map.write(0x22);
        bytes(map, unsigned(publicKey.getW().getAffineY()));
        return map.toByteArray();
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] fixed = new byte[32];
        byte[] signed = number.toByteArray();
        int length = Math.min(signed.length, 32);
        System.arraycopy(signed, signed.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(0x60 | text.length());
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(ByteArrayOutputStream out, byte[] bytes) {
        out.write(0x58);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
