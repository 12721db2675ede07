package io.tongbao.web.staff;

import io.tongbao.customer.Customer;
import io.tongbao.customer.identity.Documents;
import io.tongbao.customer.identity.Documents.Waiting;
import io.tongbao.customer.identity.Picture;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.PublicId;
import io.tongbao.staff.AuditEntry;
import io.tongbao.staff.AuditTrail;
import io.tongbao.staff.AuditTrail.Changed;
import io.tongbao.staff.Permission;
import java.io.IOException;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/** Pictures of documents and people at the counter: looked at by staff, whose word then counts as a check. */
public final class IdentityReviewRoutes implements OpsRoutes {

    private static final String ONE = "/ops/v1/documents/{id}";
    private static final Access REVIEW = Access.with(Permission.IDENTITY_REVIEW);

    private final Documents documents;
    private final AuditTrail trail;

    public IdentityReviewRoutes(Documents documents, AuditTrail trail) {
        this.documents = documents;
        this.trail = trail;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/documents", REVIEW, this::waiting)
                .post(ONE + "/open", REVIEW, this::open)
                .post(ONE + "/accept", REVIEW, this::accept)
                .post(ONE + "/refuse", REVIEW, this::refuse)
                .post("/ops/v1/customers/{id}/seen-in-person", REVIEW, this::seenInPerson);
    }

    private void waiting(OpsCall call) throws IOException {
        Query query = call.query();
        int limit = query.limit();
        query.end();
        call.answer(200, OpsJson.list(documents.waiting(limit), IdentityReviewRoutes::write));
    }

    /** The picture itself; the trail has the look, and why, before the answer has the picture. */
    private void open(OpsCall call) throws IOException {
        JsonBody body = call.json();
        String reason = body.text("reason", 3, 500);
        body.end();
        Waiting document = documents.find(id(call));
        trail.record(entry(call, document, "document.revealed").with("reason", reason));
        Picture picture = documents.open(document.id());
        call.exchange().setHeader("Cache-Control", "no-store");
        call.exchange().setHeader("Content-Disposition", "attachment");
        call.exchange().answer(200, picture.mediaType(), picture.bytes());
    }

    private void accept(OpsCall call) throws IOException {
        call.noFields();
        Waiting document = documents.find(id(call));
        trail.run(connection -> {
            documents.accept(document.id(), call.member().id());
            return entry(call, document, "document.accepted");
        });
        call.answer(200, OpsJson.object(json -> state(json, document, "accepted")));
    }

    private void refuse(OpsCall call) throws IOException {
        JsonBody body = call.json();
        String reason = body.text("reason", 3, 100);
        body.end();
        Waiting document = documents.find(id(call));
        trail.run(connection -> {
            documents.reject(document.id(), call.member().id(), reason);
            return entry(call, document, "document.refused").with("reason", reason);
        });
        call.answer(200, OpsJson.object(json -> state(json, document, "refused")));
    }

    /** Member, customer and document were in one room. */
    private void seenInPerson(OpsCall call) throws IOException {
        JsonBody body = call.json();
        String reason = body.text("reason", 3, 500);
        body.end();
        UUID customer = CustomerRoutes.id(call);
        String id = PublicId.format(Customer.PREFIX, customer);
        String state = trail.change(connection -> {
            documents.seenInPerson(customer, call.member().id());
            return new Changed<>(
                    "passed",
                    AuditEntry.of(call.acting(), "customer.seen-in-person", "customer", id)
                            .with("reason", reason));
        });
        call.answer(200, OpsJson.object(json -> {
            json.writeStringProperty("id", id);
            json.writeStringProperty("state", state);
        }));
    }

    private static AuditEntry entry(OpsCall call, Waiting document, String action) {
        return AuditEntry.of(call.acting(), action, "document", PublicId.format(Documents.PREFIX, document.id()))
                .with("customer", PublicId.format(Customer.PREFIX, document.customerId()))
                .with("side", CustomerRoutes.word(document.side()));
    }

    private static void write(JsonGenerator json, Waiting document) {
        json.writeStringProperty("id", PublicId.format(Documents.PREFIX, document.id()));
        json.writeStringProperty("customer", PublicId.format(Customer.PREFIX, document.customerId()));
        json.writeStringProperty("side", CustomerRoutes.word(document.side()));
        json.writeStringProperty("media_type", document.mediaType());
        json.writeStringProperty("uploaded_at", document.uploadedAt().toString());
    }

    private static void state(JsonGenerator json, Waiting document, String state) {
        write(json, document);
        json.writeStringProperty("state", state);
    }

    private static UUID id(OpsCall call) {
        return Query.pathId(Documents.PREFIX, call.path("id"));
    }
}
