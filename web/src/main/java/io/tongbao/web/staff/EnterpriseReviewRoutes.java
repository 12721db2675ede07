package io.tongbao.web.staff;

import io.tongbao.customer.Customer;
import io.tongbao.customer.enterprise.EnterpriseReviews;
import io.tongbao.customer.enterprise.EnterpriseReviews.Named;
import io.tongbao.customer.enterprise.EnterpriseReviews.Review;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.PublicId;
import io.tongbao.staff.AuditEntry;
import io.tongbao.staff.AuditTrail;
import io.tongbao.staff.Permission;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/** Enterprises and their papers. What staff think of them is the proposal {@code enterprise.review}. */
public final class EnterpriseReviewRoutes implements OpsRoutes {

    private final EnterpriseReviews reviews;
    private final AuditTrail trail;

    public EnterpriseReviewRoutes(EnterpriseReviews reviews, AuditTrail trail) {
        this.reviews = reviews;
        this.trail = trail;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/enterprises", Access.with(Permission.CUSTOMER_READ), this::waiting)
                .get("/ops/v1/enterprises/{id}", Access.with(Permission.CUSTOMER_READ), this::get)
                .post("/ops/v1/enterprises/{id}/reveal", Access.with(Permission.CUSTOMER_REVEAL), this::reveal);
    }

    private void waiting(OpsCall call) throws IOException {
        Query query = call.query();
        int limit = query.limit();
        query.end();
        call.answer(200, OpsJson.list(reviews.waiting(limit), EnterpriseReviewRoutes::write));
    }

    private void get(OpsCall call) throws IOException {
        Review review = reviews.find(id(call));
        trail.record(AuditEntry.of(call.acting(), "enterprise.seen", "customer", publicId(review)));
        call.answer(200, OpsJson.object(json -> write(json, review)));
    }

    /** Representative and owners in the clear, to be compared with the papers. */
    private void reveal(OpsCall call) throws IOException {
        JsonBody body = call.json();
        String reason = body.text("reason", 3, 500);
        body.end();
        Review review = reviews.find(id(call));
        trail.record(AuditEntry.of(call.acting(), "enterprise.revealed", "customer", publicId(review))
                .with("reason", reason));
        List<Named> named = reviews.open(review.customerId());
        call.answer(200, OpsJson.object(json -> {
            write(json, review);
            json.writeArrayPropertyStart("persons");
            for (Named person : named) {
                json.writeStartObject();
                json.writeStringProperty("role", person.shareBp() == 0 ? "legal_representative" : "beneficial_owner");
                json.writeStringProperty("name", person.name());
                json.writeStringProperty("document", person.documentNumber());
                if (person.shareBp() > 0) {
                    json.writeNumberProperty("share_bp", person.shareBp());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    private static void write(JsonGenerator json, Review review) {
        json.writeStringProperty("id", publicId(review));
        json.writeStringProperty("legal_name", review.legalName());
        json.writeStringProperty("credit_code", review.creditCode().code());
        json.writeStringProperty("state", CustomerRoutes.word(review.state()));
        json.writeNumberProperty("checker_from_minor", review.checkerFromMinor());
        json.writeStringProperty("registered_at", review.registeredAt().toString());
        OpsJson.optional(json, "refusal", review.refusal());
    }

    private static String publicId(Review review) {
        return PublicId.format(Customer.PREFIX, review.customerId());
    }

    private static UUID id(OpsCall call) {
        return CustomerRoutes.id(call);
    }
}
