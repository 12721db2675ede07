package io.tongbao.web.app;

import io.tongbao.customer.Customer;
import io.tongbao.customer.Device;
import io.tongbao.customer.life.DataStatement;
import io.tongbao.customer.life.DataStatement.Statement;
import io.tongbao.kernel.PublicId;
import io.tongbao.web.signin.AppAccess;
import io.tongbao.web.signin.AppCall;
import io.tongbao.web.signin.AppJson;
import io.tongbao.web.signin.AppRouter;
import io.tongbao.web.signin.AppRoutes;
import java.io.IOException;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** All that is kept about a customer, as one JSON document, after a challenge. */
public final class StatementRoutes implements AppRoutes {

    private final DataStatement statements;

    public StatementRoutes(DataStatement statements) {
        this.statements = statements;
    }

    @Override
    public void addTo(AppRouter router) {
        router.post("/app/v1/data-statements", AppAccess.CUSTOMER, this::make);
    }

    private void make(AppCall call) throws IOException {
        Statement statement = statements.execute(call.customerId(), AccountRoutes.challenge(call));
        call.exchange().setHeader("Content-Disposition", "attachment; filename=\"tongbao-data.json\"");
        call.answer(200, AppJson.object(json -> write(json, statement)));
    }

    private static void write(JsonGenerator json, Statement statement) {
        Customer customer = statement.customer();
        json.writeStringProperty("made_at", statement.madeAt().toString());
        json.writeStringProperty("id", PublicId.format(Customer.PREFIX, customer.id()));
        json.writeStringProperty("name", customer.name());
        json.writeStringProperty("msisdn", customer.msisdn().e164());
        json.writeStringProperty("status", customer.status().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("language", customer.language().tag());
        json.writeStringProperty("registered_at", customer.createdAt().toString());
        json.writeNumberProperty("balance_minor", statement.wallet().balance());
        json.writeStringProperty("currency", customer.currency().name());
        if (statement.legalName() != null) {
            json.writeStringProperty("legal_name", statement.legalName());
        }
        if (statement.documentNumber() != null) {
            json.writeStringProperty("document_number", statement.documentNumber());
        }
        json.writeObjectPropertyStart("identity");
        IdentityRoutes.write(json, statement.identity());
        json.writeEndObject();
        AppJson.texts(
                json,
                "devices",
                statement.devices().stream()
                        .map(id -> PublicId.format(Device.PREFIX, id))
                        .toList());
        json.writeArrayPropertyStart("consents");
        statement.consents().forEach(consent -> {
            json.writeStartObject();
            json.writeStringProperty("document", consent.document());
            json.writeStringProperty("version", consent.version());
            json.writeStringProperty("accepted_at", consent.acceptedAt().toString());
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("former_numbers");
        statement.formerNumbers().forEach(former -> {
            json.writeStartObject();
            json.writeStringProperty("msisdn", former.number());
            json.writeStringProperty("until", former.until().toString());
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("notices");
        statement.notices().forEach(notice -> {
            json.writeStartObject();
            json.writeStringProperty("at", notice.at().toString());
            json.writeStringProperty("text", notice.text());
            json.writeEndObject();
        });
        json.writeEndArray();
    }
}
