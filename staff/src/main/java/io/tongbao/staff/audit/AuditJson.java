package io.tongbao.staff.audit;

import io.tongbao.staff.AuditRecord;
import io.tongbao.staff.FlatJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry as a line of JSON: a flat object of texts, with exactly one spelling. {@code detail} holds, as a text, the very
 * JSON that was hashed.
 */
public final class AuditJson {

    private static final HexFormat HEX = HexFormat.of();

    private AuditJson() {}

    /** The line, without its end. */
    public static String line(AuditRecord entry) {
        SequencedMap<String, String> line = new LinkedHashMap<>();
        line.put("seq", Long.toString(entry.seq()));
        line.put("ts", Long.toString(ChainHash.micros(entry.ts())));
        line.put("at", entry.ts().toString());
        line.put("actor", entry.actor());
        line.put("action", entry.action());
        line.put("object_kind", entry.objectKind());
        line.put("object_id", entry.objectId());
        line.put("detail", entry.detail());
        putIfThere(line, "source_ip", entry.sourceIp());
        putIfThere(line, "request_id", entry.requestId());
        line.put("prev_hash", HEX.formatHex(entry.prevHash()));
        line.put("hash", HEX.formatHex(entry.hash()));
        return FlatJson.write(line);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when it is not exactly what {@link #line} writes
     */
    static AuditRecord parse(String line) {
        Map<String, String> fields = FlatJson.read(line);
        AuditRecord entry = new AuditRecord(
                Long.parseLong(text(fields, "seq")),
                Instant.EPOCH.plus(Long.parseLong(text(fields, "ts")), ChronoUnit.MICROS),
                text(fields, "actor"),
                text(fields, "action"),
                text(fields, "object_kind"),
                text(fields, "object_id"),
                text(fields, "detail"),
                fields.get("source_ip"),
                fields.get("request_id"),
                HEX.parseHex(text(fields, "prev_hash")),
                HEX.parseHex(text(fields, "hash")));
        if (!line(entry).equals(line)) {
            throw new IllegalArgumentException("an entry in another spelling");
        }
        return entry;
    }

    static String text(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the field " + name + " is missing");
        }
        return value;
    }

    private static void putIfThere(Map<String, String> line, String name, @Nullable String value) {
        if (value != null) {
            line.put(name, value);
        }
    }
}
