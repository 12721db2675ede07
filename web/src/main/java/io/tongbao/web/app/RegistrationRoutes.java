package io.tongbao.web.app;

import io.tongbao.credential.Factor;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.Subject;
import io.tongbao.customer.Customer;
import io.tongbao.customer.Language;
import io.tongbao.customer.Pin;
import io.tongbao.customer.registration.Register;
import io.tongbao.customer.registration.Registration;
import io.tongbao.customer.registration.Terms;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.web.security.CsrfToken;
import io.tongbao.web.security.SessionCookie;
import io.tongbao.web.signin.AppAccess;
import io.tongbao.web.signin.AppCall;
import io.tongbao.web.signin.AppJson;
import io.tongbao.web.signin.AppRouter;
import io.tongbao.web.signin.AppRoutes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From a phone number to a customer, for anybody. */
public final class RegistrationRoutes implements AppRoutes {

    private static final String BASE = "/app/v1/registrations";

    private final Register register;
    private final Sessions sessions;

    public RegistrationRoutes(Register register, Sessions sessions) {
        this.register = register;
        this.sessions = sessions;
    }

    @Override
    public void addTo(AppRouter router) {
        router.get("/app/v1/terms", AppAccess.OPEN, this::terms)
                .post(BASE, AppAccess.OPEN, this::start)
                .post("/app/v1/registration-puzzles", AppAccess.OPEN, this::puzzle)
                .get(BASE + "/{id}", AppAccess.OPEN, this::get)
                .post(BASE + "/{id}/code", AppAccess.OPEN, this::resend)
                .post(BASE + "/{id}/number", AppAccess.OPEN, this::proveNumber)
                .post(BASE + "/{id}/terms", AppAccess.OPEN, this::acceptTerms)
                .post(BASE + "/{id}/finish", AppAccess.OPEN, this::finish);
    }

    private void terms(AppCall call) throws IOException {
        call.answer(200, AppJson.object(json -> {
            json.writeStringProperty("document", Terms.DOCUMENT);
            json.writeStringProperty("version", Terms.CURRENT);
        }));
    }

    private void puzzle(AppCall call) throws IOException {
        JsonBody body = call.json();
        Msisdn number = body.msisdn("msisdn");
        body.end();
        var puzzle = register.puzzle(number, call.attempt(number));
        call.answer(200, AppJson.object(json -> {
            json.writeNumberProperty("bits", puzzle.map(p -> p.bits()).orElse(0));
            puzzle.ifPresent(p -> {
                json.writeStringProperty("challenge", p.challenge());
                json.writeStringProperty("expires_at", p.expiresAt().toString());
            });
        }));
    }

    private void start(AppCall call) throws IOException {
        JsonBody body = call.json();
        Msisdn number = body.msisdn("msisdn");
        Language language = body.choice("language", Language.class, Fields.language(call));
        JsonBody work = body.optionalObject("proof_of_work");
        Register.@Nullable Solved solved = null;
        if (work != null) {
            solved = new Register.Solved(work.text("challenge", 1, 200), work.text("answer", 1, 20));
            work.end();
        }
        body.end();
        answer(call, 201, register.start(new Register.StartCommand(number, language, call.attempt(number), solved)));
    }

    private void get(AppCall call) throws IOException {
        answer(call, 200, register.find(id(call)));
    }

    private void resend(AppCall call) throws IOException {
        call.noFields();
        Registration registration = register.find(id(call));
        answer(call, 200, register.resend(registration.id(), call.attempt(registration.msisdn())));
    }

    private void proveNumber(AppCall call) throws IOException {
        JsonBody body = call.json();
        String code = body.text("code", 1, 16);
        body.end();
        Registration registration = register.find(id(call));
        answer(call, 200, register.proveNumber(registration.id(), code, call.attempt(registration.msisdn())));
    }

    private void acceptTerms(AppCall call) throws IOException {
        JsonBody body = call.json();
        String version = body.text("version", 1, 32);
        body.end();
        answer(call, 200, register.acceptTerms(id(call), version));
    }

    /** Signs the new customer in, whose phone has just been proven; a repeat does not. */
    private void finish(AppCall call) throws IOException {
        JsonBody body = call.json();
        String name = body.text("name", 1, 64);
        char[] digits = body.pin("pin");
        body.end();
        try (Pin pin = Pin.of(digits)) {
            boolean first = register.find(id(call)).state() != Registration.State.DONE;
            Customer customer = register.finish(id(call), name, pin);
            Sessions.@Nullable Opened opened = first
                    ? sessions.open(
                            Subject.customer(customer.id()),
                            Set.of(Factor.CODE),
                            "registration",
                            call.exchange().remoteAddress())
                    : null;
            if (opened != null) {
                SessionCookie.CUSTOMER.set(call.exchange(), opened.token());
            }
            call.answer(201, AppJson.object(json -> {
                json.writeStringProperty("customer_id", PublicId.format(Customer.PREFIX, customer.id()));
                json.writeStringProperty("state", Registration.State.DONE.wire());
                if (opened != null) {
                    json.writeStringProperty("csrf_token", CsrfToken.of(opened.token()));
                }
            }));
        } finally {
            Arrays.fill(digits, '\0');
        }
    }

    private static UUID id(AppCall call) {
        return Query.pathId(Registration.PREFIX, call.path("id"));
    }

    /** The number is masked, though whoever asks has sent it: the id alone may have been stolen. */
    private static void answer(AppCall call, int status, Registration registration) throws IOException {
        call.answer(status, AppJson.object(json -> {
            json.writeStringProperty("id", PublicId.format(Registration.PREFIX, registration.id()));
            json.writeStringProperty("msisdn", registration.msisdn().masked());
            json.writeStringProperty("state", registration.state().wire());
            json.writeStringProperty("next", registration.state().next());
            json.writeStringProperty("terms_version", Terms.CURRENT);
            json.writeStringProperty("expires_at", registration.expiresAt().toString());
        }));
    }
}
