package io.tongbao.merchant.signature;

import io.tongbao.kernel.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the text that is signed, RFC 9421 §2.5. */
final class SignatureBase {

    private SignatureBase() {}

    /**
     * @param parameters {@code @signature-params} in canonical text
     * @throws Refused SIGNATURE_MALFORMED for a component that is unknown, and SIGNATURE_COMPONENT_MISSING for one that the
     *     message does not have
     */
    static String of(SignedMessage message, List<String> components, String parameters) {
        StringBuilder base = new StringBuilder(512);
        for (String name : components) {
            base.append(BareItem.quote(name))
                    .append(": ")
                    .append(value(message, name))
                    .append('\n');
        }
        return base.append("\"@signature-params\": ").append(parameters).toString();
    }

    private static String value(SignedMessage message, String name) {
        if (!name.startsWith("@")) {
            return field(message, name);
        }
        return switch (name) {
            case "@method" -> message.method();
            case "@target-uri" -> message.scheme() + "://" + message.authority() + message.path() + query(message, "");
            case "@authority" -> message.authority();
            case "@scheme" -> message.scheme();
            case "@path" -> message.path();
            case "@query" -> query(message, "?");
            case "@request-target" -> message.path() + query(message, "");
            default ->
                throw new Refused(
                        SignatureError.SIGNATURE_MALFORMED, "the component \"" + name + "\" is not supported");
        };
    }

    private static String field(SignedMessage message, String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
                throw new Refused(
                        SignatureError.SIGNATURE_MALFORMED, "component names are lower-case field names: " + name);
            }
        }
        // They would turn up in the base string that a mismatch shows.
        if (name.equals("authorization") || name.equals("cookie")) {
            throw new Refused(SignatureError.SIGNATURE_MALFORMED, "the field \"" + name + "\" must not be covered");
        }
        String value = message.field(name);
        if (value == null) {
            throw new Refused(
                    SignatureError.SIGNATURE_COMPONENT_MISSING,
                    "the signature covers \"" + name + "\" but the request has no such field");
        }
        return value;
    }

    private static String query(SignedMessage message, String whenEmpty) {
        @Nullable String query = message.query();
        return query == null ? whenEmpty : '?' + query;
    }
}
