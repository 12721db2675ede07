package io.tongbao.web.signin;

import io.tongbao.credential.Passkey;
import io.tongbao.credential.PasskeyAnswer;
import io.tongbao.credential.Passkeys;
import io.tongbao.credential.Passkeys.AssertionOptions;
import io.tongbao.credential.Passkeys.RegistrationOptions;
import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.RequestError;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/** WebAuthn messages on the wire: bytes in base64url, ceremonies as they were given. */
public final class PasskeyFields {

    private static final int MOST_CHARS = 16_000;

    private PasskeyFields() {}

    /** What {@code navigator.credentials.create} needs. */
    public static byte[] options(RegistrationOptions options, String userName) {
        return AppJson.object(json -> {
            json.writeStringProperty("ceremony", options.ceremony().toString());
            json.writeStringProperty("challenge", text(options.challenge()));
            json.writeStringProperty("rp_id", options.relyingParty().id());
            json.writeStringProperty("rp_name", options.relyingParty().name());
            json.writeStringProperty("user_handle", text(options.userHandle()));
            json.writeStringProperty("user_name", userName);
            json.writeArrayPropertyStart("algorithms");
            Passkeys.ALGORITHMS.forEach(json::writeNumber);
            json.writeEndArray();
            descriptors(json, "known", options.known());
        });
    }

    /** What {@code navigator.credentials.get} needs. */
    public static byte[] options(AssertionOptions options) {
        return AppJson.object(json -> {
            json.writeStringProperty("ceremony", options.ceremony().toString());
            json.writeStringProperty("challenge", text(options.challenge()));
            json.writeStringProperty("rp_id", options.relyingParty().id());
            descriptors(json, "allowed", options.allowed());
        });
    }

    /** Reads an {@code AuthenticatorAttestationResponse}. */
    public static PasskeyAnswer.Registration registration(JsonBody body) {
        return new PasskeyAnswer.Registration(
                ceremony(body),
                bytes(body, "client_data_json"),
                bytes(body, "attestation_object"),
                Set.copyOf(body.texts("transports", 8)));
    }

    /** Reads an {@code AuthenticatorAssertionResponse}. */
    public static PasskeyAnswer.Assertion assertion(JsonBody body) {
        UUID ceremony = ceremony(body);
        byte[] credentialId = bytes(body, "credential_id");
        byte[] clientData = bytes(body, "client_data_json");
        byte[] authenticatorData = bytes(body, "authenticator_data");
        byte[] signature = bytes(body, "signature");
        String handle = body.optionalText("user_handle", 0, 100);
        byte[] userHandle = handle == null ? new byte[0] : decoded("user_handle", handle);
        if (userHandle.length > 64) {
            throw refused("user_handle");
        }
        return new PasskeyAnswer.Assertion(
                ceremony, credentialId, clientData, authenticatorData, signature, userHandle);
    }

    static void passkey(JsonGenerator json, Passkey passkey) {
        json.writeStringProperty("id", PublicId.format(Passkey.PREFIX, passkey.id()));
        json.writeStringProperty("label", passkey.label());
        json.writeBooleanProperty("backed_up", passkey.backedUp());
        json.writeStringProperty("created_at", passkey.createdAt().toString());
        if (passkey.lastUsedAt() != null) {
            json.writeStringProperty("last_used_at", passkey.lastUsedAt().toString());
        }
    }

    private static void descriptors(JsonGenerator json, String name, Collection<Passkey> passkeys) {
        json.writeArrayPropertyStart(name);
        for (Passkey passkey : passkeys) {
            json.writeStartObject();
            json.writeStringProperty("id", text(passkey.credentialId()));
            AppJson.texts(json, "transports", passkey.transports());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static UUID ceremony(JsonBody body) {
        try {
            return UUID.fromString(body.text("ceremony", 36, 36));
        } catch (IllegalArgumentException e) {
            throw refused("ceremony");
        }
    }

    private static byte[] bytes(JsonBody body, String name) {
        byte[] bytes = decoded(name, body.text(name, 1, MOST_CHARS));
        if (bytes.length == 0) {
            throw refused(name);
        }
        return bytes;
    }

    private static byte[] decoded(String name, String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw refused(name);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static FieldRefused refused(String name) {
        return new FieldRefused(RequestError.INVALID_REQUEST, name, name + " must be as the browser gave it");
    }
}
