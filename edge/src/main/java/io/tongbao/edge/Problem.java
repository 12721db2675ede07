package io.tongbao.edge;

import io.tongbao.kernel.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A refusal on the wire: RFC 9457 problem details with the members {@code code}, {@code request_id} and, where one is to
 * blame, {@code field}.
 *
 * @param detail what exactly; null for nothing beyond the title
 * @param objectId public id of the object the refusal was recorded on, or null
 */
public record Problem(
        ErrorCode code,
        @Nullable String detail,
        @Nullable String field,
        @Nullable String objectId,
        String requestId) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonFactory FACTORY = new JsonFactory();

    public byte[] json(Locale locale) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            String sentence = code.sentence(locale);
            json.writeStartObject();
            json.writeStringProperty("type", "/docs/errors#" + code.code());
            json.writeStringProperty("title", sentence);
            json.writeNumberProperty("status", code.httpStatus());
            json.writeStringProperty("detail", detail == null ? sentence : detail);
            json.writeStringProperty("code", code.code());
            if (field != null) {
                json.writeStringProperty("field", field);
            }
            if (objectId != null) {
                json.writeStringProperty("object_id", objectId);
            }
            json.writeStringProperty("request_id", requestId);
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
