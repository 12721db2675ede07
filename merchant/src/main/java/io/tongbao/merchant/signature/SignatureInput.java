package io.tongbao.merchant.signature;

import io.tongbao.kernel.Refused;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One signature of a message: what it covers, its parameters and its bytes (RFC 9421 §4).
 *
 * @param label the dictionary key that ties Signature-Input and Signature together
 * @param components covered components in order
 * @param parameters {@code @signature-params} in its canonical text
 * @param keyId the signer's key
 * @param algorithm {@code alg} when given; must then be that of the key
 * @param createdEpochSeconds when it was signed
 * @param expiresEpochSeconds from when on it is void, or null
 */
public record SignatureInput(
        String label,
        List<String> components,
        String parameters,
        String keyId,
        @Nullable String algorithm,
        long createdEpochSeconds,
        @Nullable Long expiresEpochSeconds,
        Signature signature) {

    private static final int MAX_PARAMETER = 256;

    /** The signature's bytes, out of the record's equality and text. */
    public static final class Signature {
        private final byte[] bytes;

        Signature(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /**
     * Reads the two headers. When there are several signatures (a gateway may add its own), the first whose key id begins
     * with one of {@code keyPrefixes} counts.
     *
     * @throws Refused SIGNATURE_MALFORMED
     */
    public static SignatureInput parse(String signatureInput, String signature, List<String> keyPrefixes) {
        Map<String, StructuredFields.Member> inputs =
                StructuredFields.dictionary("Signature-Input", signatureInput, SignatureError.SIGNATURE_MALFORMED);
        Map<String, StructuredFields.Member> signatures =
                StructuredFields.dictionary("Signature", signature, SignatureError.SIGNATURE_MALFORMED);
        for (Map.Entry<String, StructuredFields.Member> entry : inputs.entrySet()) {
            if (entry.getValue() instanceof StructuredFields.Member.Components covered
                    && covered.parameters().get("keyid") instanceof BareItem.StringItem keyId
                    && keyPrefixes.stream().anyMatch(keyId.value()::startsWith)) {
                return of(entry.getKey(), covered, keyId.value(), signatures.get(entry.getKey()));
            }
        }
        throw malformed("Signature-Input has no signature whose keyid begins with one of " + keyPrefixes);
    }

    private static SignatureInput of(
            String label,
            StructuredFields.Member.Components covered,
            String keyId,
            StructuredFields.@Nullable Member signature) {
        if (!(signature instanceof StructuredFields.Member.Single(BareItem.BytesItem bytes))) {
            throw malformed("Signature has no byte sequence labelled " + label);
        }
        String algorithm = null;
        Long created = null;
        Long expires = null;
        for (Map.Entry<String, BareItem> parameter : covered.parameters().entrySet()) {
            BareItem value = parameter.getValue();
            switch (parameter.getKey()) {
                case "created" -> created = integer("created", value);
                case "expires" -> expires = integer("expires", value);
                case "alg" -> algorithm = string("alg", value);
                case "keyid", "nonce", "tag" -> string(parameter.getKey(), value);
                default -> throw malformed("Signature-Input has the unknown parameter " + parameter.getKey());
            }
        }
        if (created == null) {
            throw malformed("Signature-Input needs the parameter created");
        }
        return new SignatureInput(
                label,
                covered.names(),
                serialize(covered.names(), covered.parameters()),
                keyId,
                algorithm,
                created,
                expires,
                new Signature(bytes.bytes()));
    }

    static String serialize(List<String> components, Map<String, BareItem> parameters) {
        StringBuilder out = new StringBuilder(160).append('(');
        for (int i = 0; i < components.size(); i++) {
            if (i > 0) {
                out.append(' ');
            }
            out.append(BareItem.quote(components.get(i)));
        }
        out.append(')');
        parameters.forEach((key, value) -> {
            out.append(';').append(key);
            if (!(value instanceof BareItem.BooleanItem(boolean isTrue) && isTrue)) {
                out.append('=').append(value.serialize());
            }
        });
        return out.toString();
    }

    private static long integer(String name, BareItem value) {
        if (value instanceof BareItem.IntegerItem(long number)) {
            return number;
        }
        throw malformed("the parameter " + name + " must be an integer");
    }

    private static String string(String name, BareItem value) {
        if (value instanceof BareItem.StringItem(String text) && text.length() <= MAX_PARAMETER) {
            return text;
        }
        throw malformed("the parameter " + name + " must be a string of at most " + MAX_PARAMETER + " characters");
    }

    private static Refused malformed(String detail) {
        return new Refused(SignatureError.SIGNATURE_MALFORMED, detail);
    }
}
