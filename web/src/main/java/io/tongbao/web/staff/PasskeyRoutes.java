package io.tongbao.web.staff;

import io.tongbao.credential.Passkey;
import io.tongbao.credential.PasskeyAnswer;
import io.tongbao.credential.Passkeys;
import io.tongbao.credential.Passkeys.RegistrationOptions;
import io.tongbao.credential.Subject;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.PublicId;
import java.io.IOException;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** A member's own passkeys. */
public final class PasskeyRoutes implements OpsRoutes {

    private final Passkeys passkeys;

    public PasskeyRoutes(Passkeys passkeys) {
        this.passkeys = passkeys;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/passkeys", Access.MEMBER, this::list)
                .post("/ops/v1/passkeys/options", Access.FRESH, this::options)
                .post("/ops/v1/passkeys", Access.FRESH, this::register)
                .delete("/ops/v1/passkeys/{id}", Access.FRESH, this::remove);
    }

    private void list(OpsCall call) throws IOException {
        call.answer(200, OpsJson.list(passkeys.list(subject(call)), PasskeyRoutes::passkey));
    }

    private void options(OpsCall call) throws IOException {
        call.noFields();
        RegistrationOptions options = passkeys.registration(subject(call));
        call.answer(200, OpsJson.object(json -> {
            json.writeStringProperty("ceremony", options.ceremony().toString());
            json.writeStringProperty("challenge", Base64Fields.text(options.challenge()));
            json.writeStringProperty("rp_id", options.relyingParty().id());
            json.writeStringProperty("rp_name", options.relyingParty().name());
            json.writeStringProperty("user_handle", Base64Fields.text(options.userHandle()));
            json.writeStringProperty("user_name", call.member().login());
            json.writeArrayPropertyStart("algorithms");
            Passkeys.ALGORITHMS.forEach(json::writeNumber);
            json.writeEndArray();
            OpsJson.texts(
                    json,
                    "known",
                    options.known().stream()
                            .map(known -> Base64Fields.text(known.credentialId()))
                            .toList());
        }));
    }

    private void register(OpsCall call) throws IOException {
        JsonBody body = call.json();
        PasskeyAnswer.Registration answer = new PasskeyAnswer.Registration(
                Base64Fields.ceremony(body),
                Base64Fields.bytes(body, "client_data_json"),
                Base64Fields.bytes(body, "attestation_object"),
                Set.copyOf(body.texts("transports", 8)));
        String label = body.text("label", 1, 64);
        body.end();
        Passkey made = passkeys.register(subject(call), answer, label);
        call.answer(201, OpsJson.object(json -> passkey(json, made)));
    }

    private void remove(OpsCall call) throws IOException {
        call.noFields();
        passkeys.remove(subject(call), Query.pathId(Passkey.PREFIX, call.path("id")));
        call.answer(200, OpsJson.object(json -> json.writeStringProperty("state", "removed")));
    }

    private static Subject subject(OpsCall call) {
        return Subject.staff(call.member().id());
    }

    private static void passkey(JsonGenerator json, Passkey passkey) {
        json.writeStringProperty("id", PublicId.format(Passkey.PREFIX, passkey.id()));
        json.writeStringProperty("label", passkey.label());
        json.writeBooleanProperty("backed_up", passkey.backedUp());
    }
}
