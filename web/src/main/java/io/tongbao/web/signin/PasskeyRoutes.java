package io.tongbao.web.signin;

import io.tongbao.credential.Approval;
import io.tongbao.credential.Passkey;
import io.tongbao.credential.PasskeyAnswer;
import io.tongbao.credential.Passkeys;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.PublicId;
import java.io.IOException;

/**
 * A customer's own passkeys. {@code /trial} approves a payment that is only made up: it shows that a passkey works, and that it
 * approves one amount to one payee and nothing else. Real payments are approved through their challenge.
 */
public final class PasskeyRoutes implements AppRoutes {

    private final Passkeys passkeys;

    public PasskeyRoutes(Passkeys passkeys) {
        this.passkeys = passkeys;
    }

    @Override
    public void addTo(AppRouter router) {
        router.get("/app/v1/passkeys", AppAccess.CUSTOMER, this::list)
                .post("/app/v1/passkeys/options", AppAccess.FRESH, this::options)
                .post("/app/v1/passkeys", AppAccess.FRESH, this::register)
                .put("/app/v1/passkeys/{id}", AppAccess.CUSTOMER, this::rename)
                .delete("/app/v1/passkeys/{id}", AppAccess.FRESH, this::remove)
                .post("/app/v1/passkeys/trial/options", AppAccess.CUSTOMER, this::trialOptions)
                .post("/app/v1/passkeys/trial", AppAccess.CUSTOMER, this::trial);
    }

    private void list(AppCall call) throws IOException {
        call.answer(200, AppJson.list(passkeys.list(call.subject()), PasskeyFields::passkey));
    }

    private void options(AppCall call) throws IOException {
        call.noFields();
        String name = PublicId.format("cus", call.customerId());
        call.answer(200, PasskeyFields.options(passkeys.registration(call.subject()), name));
    }

    private void register(AppCall call) throws IOException {
        JsonBody body = call.json();
        PasskeyAnswer.Registration answer = PasskeyFields.registration(body);
        String label = body.text("label", 1, 64);
        body.end();
        Passkey made = passkeys.register(call.subject(), answer, label);
        call.answer(201, AppJson.object(json -> PasskeyFields.passkey(json, made)));
    }

    private void rename(AppCall call) throws IOException {
        JsonBody body = call.json();
        String label = body.text("label", 1, 64);
        body.end();
        passkeys.rename(call.subject(), Query.pathId(Passkey.PREFIX, call.path("id")), label);
        call.answer(200, AppJson.state("renamed"));
    }

    private void remove(AppCall call) throws IOException {
        call.noFields();
        passkeys.remove(call.subject(), Query.pathId(Passkey.PREFIX, call.path("id")));
        call.answer(200, AppJson.state("removed"));
    }

    private void trialOptions(AppCall call) throws IOException {
        JsonBody body = call.json();
        Approval approval = approval(body);
        body.end();
        call.answer(200, PasskeyFields.options(passkeys.approval(call.subject(), approval.digest())));
    }

    private void trial(AppCall call) throws IOException {
        JsonBody body = call.json();
        Approval approval = approval(body);
        PasskeyAnswer.Assertion answer = PasskeyFields.assertion(body);
        body.end();
        passkeys.approved(call.subject(), approval.digest(), answer);
        call.answer(200, AppJson.state("approved"));
    }

    private static Approval approval(JsonBody body) {
        long amount = body.amount("amount");
        Currency currency = body.currency("currency");
        return new Approval("trial", Money.of(amount, currency), body.text("payee", 1, 100), "trial");
    }
}
