package io.tongbao.web.app;

import io.tongbao.customer.identity.ClaimIdentity;
import io.tongbao.customer.identity.Documents;
import io.tongbao.customer.identity.IdentityDocument;
import io.tongbao.customer.identity.IdentityStatus;
import io.tongbao.customer.identity.IdentityStatuses;
import io.tongbao.customer.identity.Picture;
import io.tongbao.customer.identity.ResidentId;
import io.tongbao.customer.identity.VerifyIdentity;
import io.tongbao.customer.tier.CheckKind;
import io.tongbao.customer.tier.Spending;
import io.tongbao.customer.tier.Standing;
import io.tongbao.customer.tier.TierLimits;
import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.RequestError;
import io.tongbao.web.signin.AppAccess;
import io.tongbao.web.signin.AppCall;
import io.tongbao.web.signin.AppJson;
import io.tongbao.web.signin.AppRouter;
import io.tongbao.web.signin.AppRoutes;
import java.io.IOException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The own real name, what confirms it, and the class and limits that follow. */
public final class IdentityRoutes implements AppRoutes {

    private static final int MOST_BASE64 = Math.ceilDiv(Picture.MOST_BYTES, 3) * 4;
    /** A picture in base64 and the JSON around it. */
    private static final int MOST_UPLOADED = MOST_BASE64 + 1024;

    private final ClaimIdentity claim;
    private final VerifyIdentity verify;
    private final IdentityStatuses statuses;
    private final Documents documents;

    public IdentityRoutes(ClaimIdentity claim, VerifyIdentity verify, IdentityStatuses statuses, Documents documents) {
        this.claim = claim;
        this.verify = verify;
        this.statuses = statuses;
        this.documents = documents;
    }

    @Override
    public void addTo(AppRouter router) {
        router.get("/app/v1/identity", AppAccess.CUSTOMER, this::get)
                .put("/app/v1/identity", AppAccess.CUSTOMER, this::claim)
                .post("/app/v1/identity/checks", AppAccess.CUSTOMER, this::check)
                .postLarge("/app/v1/identity/documents", AppAccess.CUSTOMER, MOST_UPLOADED, this::upload);
    }

    private void get(AppCall call) throws IOException {
        answer(call, statuses.of(call.customerId()));
    }

    private void claim(AppCall call) throws IOException {
        JsonBody body = call.json();
        String name = body.text("name", 1, 64);
        IdentityDocument document = document(body.object("document"));
        body.end();
        claim.execute(new ClaimIdentity.Command(call.customerId(), name, document));
        answer(call, statuses.of(call.customerId()));
    }

    static IdentityDocument document(JsonBody body) {
        String kind = body.text("kind", 1, 32);
        String number = body.text("number", 1, 32);
        @Nullable LocalDate expires = Fields.optionalDate(body, "expires_on");
        @Nullable String country = body.optionalText("country", 3, 3);
        body.end();
        if (kind.equals("resident_card")) {
            return new IdentityDocument.ResidentCard(new ResidentId(number), expires);
        }
        if (!kind.equals("passport") || country == null || expires == null) {
            throw new FieldRefused(
                    RequestError.INVALID_REQUEST,
                    "document",
                    "document must be a resident_card, or a passport with country and expires_on");
        }
        return new IdentityDocument.Passport(country, number, expires);
    }

    private void check(AppCall call) throws IOException {
        JsonBody body = call.json();
        Set<CheckKind> kinds = EnumSet.noneOf(CheckKind.class);
        for (String kind : body.texts("kinds", CheckKind.values().length)) {
            kinds.add(Fields.constant(kind, "kinds", CheckKind.class));
        }
        body.end();
        answer(call, verify.execute(call.customerId(), kinds));
    }

    private void upload(AppCall call) throws IOException {
        JsonBody body = call.json();
        Documents.Side side = Fields.choice(body, "side", Documents.Side.class);
        byte[] picture = Fields.base64(body, "picture", MOST_BASE64);
        body.end();
        UUID id = documents.upload(call.customerId(), side, picture);
        call.answer(201, AppJson.object(json -> {
            json.writeStringProperty("id", PublicId.format(Documents.PREFIX, id));
            json.writeStringProperty("state", "waiting");
        }));
    }

    private static void answer(AppCall call, IdentityStatus status) throws IOException {
        call.answer(200, AppJson.object(json -> write(json, status)));
    }

    static void write(JsonGenerator json, IdentityStatus status) {
        text(json, "name", status.maskedName());
        text(json, "number", status.maskedNumber());
        LocalDate expires = status.expiresOn();
        text(json, "expires_on", expires == null ? null : expires.toString());
        Standing standing = status.standing();
        json.writeStringProperty("class", word(standing.tier()));
        if (standing.next() != null) {
            json.writeStringProperty("next_class", word(standing.next()));
            AppJson.texts(
                    json,
                    "missing",
                    standing.missing().stream()
                            .map(IdentityRoutes::word)
                            .sorted()
                            .collect(Collectors.toList()));
            json.writeNumberProperty("checks_missing", standing.checksMissing());
        }
        json.writeArrayPropertyStart("checks");
        for (IdentityStatus.Check check : status.checks()) {
            json.writeStartObject();
            json.writeStringProperty("id", PublicId.format(IdentityStatus.Check.PREFIX, check.id()));
            json.writeStringProperty("kind", check.kind().wire());
            json.writeStringProperty("source", check.source());
            json.writeStringProperty("state", word(check.state()));
            json.writeStringProperty("asked_at", check.askedAt().toString());
            text(
                    json,
                    "answered_at",
                    check.answeredAt() == null ? null : check.answeredAt().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        TierLimits limits = status.limits();
        Spending spent = status.spent();
        if (limits != null && spent != null) {
            json.writeObjectPropertyStart("limits");
            if (limits.hasLifetime()) {
                json.writeNumberProperty("lifetime_minor", limits.lifetimeMinor());
            }
            if (limits.hasYear()) {
                json.writeNumberProperty("year_minor", limits.yearMinor());
            }
            json.writeNumberProperty("spent_lifetime_minor", spent.lifetimeMinor());
            json.writeNumberProperty("spent_year_minor", spent.yearMinor());
            json.writeNumberProperty("cool_off_until_ts", spent.coolOffUntilTs());
            json.writeEndObject();
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
