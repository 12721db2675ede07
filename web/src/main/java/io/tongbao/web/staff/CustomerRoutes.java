package io.tongbao.web.staff;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.identity.FindByDocument;
import io.tongbao.customer.identity.IdentityDocument;
import io.tongbao.customer.identity.IdentityFile;
import io.tongbao.customer.identity.IdentityStatus;
import io.tongbao.customer.identity.IdentityStatuses;
import io.tongbao.customer.identity.ResidentId;
import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.staff.AuditEntry;
import io.tongbao.staff.AuditTrail;
import io.tongbao.staff.Permission;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Customers as staff see them: masked, and field by field in clear for a reason. The trail has the reveal before the answer has
 * the field.
 */
public final class CustomerRoutes implements OpsRoutes {

    private static final Set<String> REVEALABLE = Set.of("name", "msisdn", "legal_name", "document_number");
    private static final int MOST_FOUND = 20;
    private static final int MOST_EVENTS = 200;

    private final CustomerDesk desk;
    private final FindByDocument byDocument;
    private final IdentityStatuses identities;
    private final AuditTrail trail;

    public CustomerRoutes(CustomerDesk desk, AuditTrail trail) {
        this.desk = desk;
        this.byDocument = new FindByDocument(desk);
        this.identities = new IdentityStatuses(desk);
        this.trail = trail;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.post("/ops/v1/customers/search", Access.with(Permission.CUSTOMER_READ), this::search)
                .get("/ops/v1/customers/{id}", Access.with(Permission.CUSTOMER_READ), this::get)
                .get("/ops/v1/customers/{id}/events", Access.with(Permission.CUSTOMER_READ), this::events)
                .post("/ops/v1/customers/{id}/reveal", Access.with(Permission.CUSTOMER_REVEAL), this::reveal);
    }

    /** By what the caller says: in the body, so that no number stands in an address or its log. */
    private void search(OpsCall call) throws IOException {
        JsonBody body = call.json();
        UUID id = body.optionalId("id", Customer.PREFIX);
        Msisdn msisdn = body.optionalMsisdn("msisdn");
        String number = body.optionalText("identity_number", 18, 18);
        body.end();
        String by;
        List<Customer> found;
        if (id != null && msisdn == null && number == null) {
            by = "id";
            found = desk.customers().find(id).stream().toList();
        } else if (msisdn != null && id == null && number == null) {
            by = "msisdn";
            found = desk.customers().byMsisdn(msisdn).stream().toList();
        } else if (number != null && id == null && msisdn == null) {
            by = "identity_number";
            IdentityDocument card = new IdentityDocument.ResidentCard(new ResidentId(number), null);
            found = byDocument.execute(card, MOST_FOUND).stream()
                    .map(desk::customer)
                    .toList();
        } else {
            throw new FieldRefused(
                    RequestError.INVALID_REQUEST, "id", "give one of id, msisdn and identity_number, no more");
        }
        AuditEntry entry = AuditEntry.of(call.acting(), "customer.searched", "customer", "search")
                .with("by", by)
                .with("found", Integer.toString(found.size()));
        if (!found.isEmpty()) {
            entry = entry.with("first", publicId(found.getFirst()));
        }
        trail.record(entry);
        call.answer(200, OpsJson.list(found, CustomerRoutes::masked));
    }

    private void get(OpsCall call) throws IOException {
        Customer customer = customer(call);
        IdentityStatus identity = identities.of(customer.id());
        trail.record(AuditEntry.of(call.acting(), "customer.seen", "customer", publicId(customer)));
        call.answer(200, OpsJson.object(json -> {
            masked(json, customer);
            json.writeStringProperty("class", word(identity.standing().tier()));
            OpsJson.optional(json, "legal_name", identity.maskedName());
            OpsJson.optional(json, "document_number", identity.maskedNumber());
            json.writeArrayPropertyStart("checks");
            for (IdentityStatus.Check check : identity.checks()) {
                json.writeStartObject();
                json.writeStringProperty("id", PublicId.format(IdentityStatus.Check.PREFIX, check.id()));
                json.writeStringProperty("kind", check.kind().wire());
                json.writeStringProperty("source", check.source());
                json.writeStringProperty("state", word(check.state()));
                json.writeStringProperty("asked_at", check.askedAt().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    /** What happened to the account's safety, as its holder was told, newest first. */
    private void events(OpsCall call) throws IOException {
        Customer customer = customer(call);
        trail.record(AuditEntry.of(call.acting(), "customer.seen", "customer", publicId(customer))
                .with("what", "events"));
        call.answer(200, OpsJson.list(desk.notices().of(customer.id(), MOST_EVENTS), (json, notice) -> {
            json.writeStringProperty("at", notice.at().toString());
            json.writeStringProperty("kind", word(notice.kind()));
            json.writeStringProperty("text", notice.text());
        }));
    }

    private void reveal(OpsCall call) throws IOException {
        JsonBody body = call.json();
        List<String> fields = body.texts("fields", REVEALABLE.size());
        String reason = body.text("reason", 3, 500);
        body.end();
        if (fields.isEmpty() || !REVEALABLE.containsAll(fields)) {
            throw new FieldRefused(
                    RequestError.INVALID_REQUEST, "fields", "fields must be of " + new TreeSet<>(REVEALABLE));
        }
        Customer customer = customer(call);
        trail.record(AuditEntry.of(call.acting(), "customer.revealed", "customer", publicId(customer))
                .with("fields", String.join(",", new TreeSet<>(fields)))
                .with("reason", reason));
        Optional<IdentityFile> file = fields.contains("legal_name") || fields.contains("document_number")
                ? IdentityFile.find(desk, customer.id())
                : Optional.empty();
        call.answer(200, OpsJson.object(json -> {
            head(json, customer);
            revealed(json, fields, "name", customer.name());
            revealed(json, fields, "msisdn", customer.msisdn().e164());
            revealed(json, fields, "legal_name", file.map(IdentityFile::name).orElse(null));
            revealed(
                    json,
                    fields,
                    "document_number",
                    file.map(found -> found.document().number()).orElse(null));
        }));
    }

    private static void revealed(JsonGenerator json, List<String> fields, String name, @Nullable String value) {
        if (fields.contains(name)) {
            OpsJson.optional(json, name, value);
        }
    }

    private Customer customer(OpsCall call) {
        return desk.customers().find(id(call)).orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
    }

    /** Of the path. */
    static UUID id(OpsCall call) {
        return Query.pathId(Customer.PREFIX, call.path("id"));
    }

    private static void masked(JsonGenerator json, Customer customer) {
        head(json, customer);
        json.writeStringProperty("name", masked(customer.name()));
        json.writeStringProperty("msisdn", customer.msisdn().masked());
        json.writeStringProperty("kind", word(customer.kind()));
    }

    private static void head(JsonGenerator json, Customer customer) {
        json.writeStringProperty("id", publicId(customer));
        json.writeStringProperty("status", word(customer.status()));
    }

    static String publicId(Customer customer) {
        return PublicId.format(Customer.PREFIX, customer.id());
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The first letter, so that a caller can be told from another. */
    private static String masked(String name) {
        return name.substring(0, name.offsetByCodePoints(0, 1)) + "**";
    }
}
