package io.tongbao.web.staff;

import io.tongbao.edge.Query;
import io.tongbao.staff.AuditEntry;
import io.tongbao.staff.AuditRecord;
import io.tongbao.staff.AuditTrail;
import io.tongbao.staff.Permission;
import io.tongbao.staff.audit.AuditJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The trail itself; to read it is an act that stands in it. */
public final class AuditRoutes implements OpsRoutes {

    private static final int MOST_EXPORTED = 5_000;

    private final AuditTrail trail;

    public AuditRoutes(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/audit", Access.with(Permission.AUDIT_READ), this::list)
                .get("/ops/v1/audit/export", Access.with(Permission.AUDIT_EXPORT), this::export);
    }

    private void list(OpsCall call) throws IOException {
        Query query = call.query();
        String actor = query.text("actor");
        String kind = query.text("object_kind");
        String object = query.text("object_id");
        long before = query.number("before", 1, Long.MAX_VALUE, Long.MAX_VALUE);
        int limit = query.limit();
        query.end();
        AuditEntry entry = AuditEntry.of(call.acting(), "audit.read", "audit", "trail");
        entry = with(with(with(entry, "actor", actor), "object_kind", kind), "object_id", object);
        trail.record(entry);
        List<AuditRecord> found = trail.find(new AuditTrail.Query(actor, kind, object, before, limit));
        call.answer(200, OpsJson.list(found, OpsJson::entry));
    }

    /** JSON lines of the chain from {@code after} on; parts put together in order are what {@code audit check} reads. */
    private void export(OpsCall call) throws IOException {
        Query query = call.query();
        long after = query.number("after", 0, Long.MAX_VALUE, 0);
        int limit = (int) query.number("limit", 1, MOST_EXPORTED, MOST_EXPORTED);
        query.end();
        trail.record(
                AuditEntry.of(call.acting(), "audit.exported", "audit", "trail").with("after", Long.toString(after)));
        List<AuditRecord> entries = trail.after(after, limit);
        String lines =
                entries.stream().map(entry -> AuditJson.line(entry) + "\n").collect(Collectors.joining());
        if (entries.size() == limit) {
            call.exchange()
                    .setHeader("Next-After", Long.toString(entries.getLast().seq()));
        }
        call.exchange().setHeader("Cache-Control", "no-store");
        call.exchange().setHeader("Content-Disposition", "attachment; filename=\"audit.jsonl\"");
        call.exchange().answer(200, "application/jsonl", lines.getBytes(StandardCharsets.UTF_8));
    }

    private static AuditEntry with(AuditEntry entry, String name, @Nullable String value) {
        return value == null ? entry : entry.with(name, value);
    }
}
