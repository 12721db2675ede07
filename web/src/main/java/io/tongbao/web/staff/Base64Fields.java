package io.tongbao.web.staff;

import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.kernel.RequestError;
import java.util.Base64;
import java.util.UUID;

/** Fields of WebAuthn messages: bytes in base64url, ceremonies as they were given. */
final class Base64Fields {

    private static final int MOST_CHARS = 16_000;

    private Base64Fields() {}

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] bytes(JsonBody body, String name) {
        try {
            return Base64.getUrlDecoder().decode(body.text(name, 1, MOST_CHARS));
        } catch (IllegalArgumentException e) {
            throw new FieldRefused(RequestError.INVALID_REQUEST, name, name + " must be base64url");
        }
    }

    static UUID ceremony(JsonBody body) {
        try {
            return UUID.fromString(body.text("ceremony", 36, 36));
        } catch (IllegalArgumentException e) {
            throw new FieldRefused(RequestError.INVALID_REQUEST, "ceremony", "ceremony must be as it was given");
        }
    }
}
