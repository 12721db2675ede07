package io.tongbao.web.staff;

import io.tongbao.kernel.PublicId;
import io.tongbao.staff.AuditRecord;
import io.tongbao.staff.FlatJson;
import io.tongbao.staff.Permission;
import io.tongbao.staff.Proposal;
import io.tongbao.staff.Role;
import io.tongbao.staff.StaffMember;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** How the console's objects look on the wire. */
final class OpsJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private OpsJson() {}

    /** One object. */
    static byte[] object(Consumer<JsonGenerator> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** An object with the one member {@code data}. */
    static <T> byte[] list(Collection<T> items, BiConsumer<JsonGenerator, T> members) {
        return object(json -> array(json, "data", items, members));
    }

    private static <T> void array(
            JsonGenerator json, String name, Collection<T> items, BiConsumer<JsonGenerator, T> members) {
        json.writeArrayPropertyStart(name);
        for (T item : items) {
            json.writeStartObject();
            members.accept(json, item);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void texts(JsonGenerator json, String name, Collection<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    static void optional(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    static void member(JsonGenerator json, StaffMember member) {
        json.writeStringProperty("id", member.publicId());
        json.writeStringProperty("login", member.login());
        json.writeStringProperty("name", member.displayName());
        json.writeStringProperty("status", member.status().word());
        texts(json, "roles", member.roles().stream().map(Role::word).sorted().toList());
        json.writeStringProperty("created_at", member.createdAt().toString());
    }

    static void permissions(JsonGenerator json, Collection<Permission> permissions) {
        texts(
                json,
                "permissions",
                permissions.stream().map(Permission::name).sorted().toList());
    }

    static void proposal(JsonGenerator json, Proposal proposal) {
        json.writeStringProperty("id", proposal.publicId());
        json.writeStringProperty("kind", proposal.kind());
        json.writeStringProperty("subject", proposal.subject());
        json.writeStringProperty("state", proposal.state().word());
        fields(json, "before", proposal.before());
        fields(json, "after", proposal.after());
        json.writeStringProperty("reason", proposal.reason());
        json.writeStringProperty("maker", PublicId.format(StaffMember.PREFIX, proposal.maker()));
        json.writeStringProperty("made_at", proposal.madeAt().toString());
        json.writeStringProperty("expires_at", proposal.expiresAt().toString());
        if (proposal.decidedBy() != null) {
            json.writeStringProperty("decided_by", PublicId.format(StaffMember.PREFIX, proposal.decidedBy()));
        }
        if (proposal.decidedAt() != null) {
            json.writeStringProperty("decided_at", proposal.decidedAt().toString());
        }
        optional(json, "decision_reason", proposal.decisionReason());
    }

    static void entry(JsonGenerator json, AuditRecord entry) {
        json.writeNumberProperty("seq", entry.seq());
        json.writeStringProperty("at", entry.ts().toString());
        json.writeStringProperty("actor", entry.actor());
        json.writeStringProperty("action", entry.action());
        json.writeStringProperty("object_kind", entry.objectKind());
        json.writeStringProperty("object_id", entry.objectId());
        fields(json, "detail", FlatJson.read(entry.detail()));
        optional(json, "source_ip", entry.sourceIp());
        optional(json, "request_id", entry.requestId());
    }

    private static void fields(JsonGenerator json, String name, Map<String, String> fields) {
        json.writeObjectPropertyStart(name);
        fields.forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
