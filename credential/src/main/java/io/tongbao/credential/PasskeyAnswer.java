package io.tongbao.credential;

import java.util.Set;
import java.util.UUID;

/** What a browser answers to a WebAuthn ceremony, decoded from base64url. */
public sealed interface PasskeyAnswer {

    /** Longest part taken, bytes. */
    int LONGEST = 65_536;

    /** Which ceremony it ends. */
    UUID ceremony();

    /** {@code AuthenticatorAttestationResponse}: a new passkey. */
    @SuppressWarnings("ArrayRecordComponent") // a command, never compared
    record Registration(UUID ceremony, byte[] clientDataJson, byte[] attestationObject, Set<String> transports)
            implements PasskeyAnswer {

        public Registration {
            transports = Set.copyOf(transports);
            requireShort(clientDataJson, attestationObject);
        }
    }

    /**
     * {@code AuthenticatorAssertionResponse}: a passkey's signature.
     *
     * @param userHandle whom the authenticator takes it for, at most 64 bytes; empty when it does not say
     */
    @SuppressWarnings("ArrayRecordComponent") // a command, never compared
    record Assertion(
            UUID ceremony,
            byte[] credentialId,
            byte[] clientDataJson,
            byte[] authenticatorData,
            byte[] signature,
            byte[] userHandle)
            implements PasskeyAnswer {

        public Assertion {
            requireShort(credentialId, clientDataJson, authenticatorData, signature);
            if (userHandle.length > 64) {
                throw new IllegalArgumentException("a user handle has at most 64 bytes");
            }
        }
    }

    private static void requireShort(byte[]... parts) {
        for (byte[] part : parts) {
            if (part.length == 0 || part.length > LONGEST) {
                throw new IllegalArgumentException("each part has 1 to " + LONGEST + " bytes");
            }
        }
    }
}
