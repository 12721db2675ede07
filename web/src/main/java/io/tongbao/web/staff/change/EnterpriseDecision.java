package io.tongbao.web.staff.change;

import io.tongbao.customer.enterprise.EnterpriseReviews;
import io.tongbao.customer.enterprise.EnterpriseReviews.Review;
import io.tongbao.customer.enterprise.EnterpriseReviews.State;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Permission;
import io.tongbao.staff.ProposalKind;
import java.sql.Connection;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/** A proposal of kind {@code enterprise.review}: an enterprise's papers are in order, or are refused with a word to it. */
public final class EnterpriseDecision implements ProposalKind<EnterpriseDecision.To> {

    public static final String NAME = "enterprise.review";

    private static final int MAX_NOTE = 200;

    private final EnterpriseReviews reviews;

    public EnterpriseDecision(EnterpriseReviews reviews) {
        this.reviews = reviews;
    }

    /** @param note for the enterprise to read when refused; empty when verified */
    public record To(UUID enterprise, State state, String note) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Permission toMake() {
        return Permission.ENTERPRISE_REVIEW_PROPOSE;
    }

    @Override
    public Permission toCheck() {
        return Permission.ENTERPRISE_REVIEW_APPROVE;
    }

    @Override
    public Set<String> fields() {
        return Set.of("enterprise", "state", "note");
    }

    @Override
    public SequencedMap<String, String> encode(To payload) {
        return Wire.fields(
                "enterprise",
                Wire.customer(payload.enterprise()),
                "state",
                Wire.word(payload.state()),
                "note",
                payload.note());
    }

    @Override
    public To decode(Map<String, String> fields) {
        UUID enterprise = Wire.customer(fields, "enterprise");
        return switch (fields.getOrDefault("state", "")) {
            case "verified" -> new To(enterprise, State.VERIFIED, Wire.text(fields, "note", 0, 0));
            case "refused" -> new To(enterprise, State.REFUSED, Wire.text(fields, "note", 1, MAX_NOTE));
            default -> throw new Refused(RequestError.INVALID_REQUEST, "state: must be verified or refused");
        };
    }

    @Override
    public String subject(To payload) {
        return "customer:" + Wire.customer(payload.enterprise());
    }

    @Override
    public Diff look(Connection connection, To payload) {
        Review review = reviews.lock(payload.enterprise());
        String refusal = review.refusal();
        return new Diff(
                Wire.word(review.state()),
                Wire.fields("state", Wire.word(review.state()), "note", refusal == null ? "" : refusal),
                Wire.fields("state", Wire.word(payload.state()), "note", payload.note()));
    }

    @Override
    public void apply(Connection connection, To payload, Acting acting) {
        switch (payload.state()) {
            case VERIFIED -> reviews.verify(payload.enterprise(), Wire.member(acting));
            case REFUSED -> reviews.refuse(payload.enterprise(), Wire.member(acting), payload.note());
            case WAITING -> throw new IllegalStateException("nobody decides to wait");
        }
    }
}
