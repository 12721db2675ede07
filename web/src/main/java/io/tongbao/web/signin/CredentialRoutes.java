package io.tongbao.web.signin;

import io.tongbao.credential.Passwords;
import io.tongbao.credential.RecoveryCodes;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.Sessions.Opened;
import io.tongbao.credential.TotpDevices;
import io.tongbao.credential.TotpDevices.Enrolment;
import io.tongbao.customer.CustomerFacts;
import io.tongbao.customer.Customers;
import io.tongbao.edge.JsonBody;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.web.security.SessionCookie;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a customer proves who they are with: password, authenticator app, recovery codes. All of it takes a fresh proof. */
public final class CredentialRoutes implements AppRoutes {

    private static final String ISSUER = "Tongbao 通宝";
    private static final int MAX_PASSWORD = 256;

    private final Passwords passwords;
    private final TotpDevices totp;
    private final RecoveryCodes recovery;
    private final Sessions sessions;
    private final Customers customers;

    public CredentialRoutes(
            Passwords passwords, TotpDevices totp, RecoveryCodes recovery, Sessions sessions, Customers customers) {
        this.passwords = passwords;
        this.totp = totp;
        this.recovery = recovery;
        this.sessions = sessions;
        this.customers = customers;
    }

    @Override
    public void addTo(AppRouter router) {
        router.put("/app/v1/password", AppAccess.FRESH, this::setPassword)
                .delete("/app/v1/password", AppAccess.FRESH, this::removePassword)
                .post("/app/v1/totp", AppAccess.FRESH, this::enrol)
                .post("/app/v1/totp/confirm", AppAccess.FRESH, this::confirm)
                .delete("/app/v1/totp", AppAccess.FRESH, this::removeTotp)
                .post("/app/v1/recovery-codes", AppAccess.FRESH, this::recoveryCodes);
    }

    /** Other sessions end, and this one gets a new token: whoever came in with the old password is out. */
    private void setPassword(AppCall call) throws IOException {
        JsonBody body = call.json();
        char[] password = body.text("password", 1, MAX_PASSWORD).toCharArray();
        body.end();
        CustomerFacts customer = facts(call);
        try {
            passwords.set(
                    call.subject(),
                    password,
                    List.of(customer.name(), customer.msisdn().e164().substring(1)));
        } finally {
            Arrays.fill(password, '\0');
        }
        sessions.revokeAllBut(call.subject(), call.session().id());
        Opened fresh = sessions.rotate(call.tokenOrEmpty(), Set.of());
        SessionCookie.CUSTOMER.set(call.exchange(), fresh.token());
        call.answer(200, AppJson.object(json -> {
            json.writeStringProperty("state", "set");
            SessionRoutes.session(json, fresh.session(), fresh.token());
        }));
    }

    private void removePassword(AppCall call) throws IOException {
        call.noFields();
        passwords.remove(call.subject());
        call.answer(200, AppJson.state("removed"));
    }

    private void enrol(AppCall call) throws IOException {
        call.noFields();
        Enrolment enrolment =
                totp.enrol(call.subject(), ISSUER, facts(call).msisdn().masked());
        call.answer(200, AppJson.object(json -> {
            json.writeStringProperty("secret", enrolment.secret());
            json.writeStringProperty("uri", enrolment.uri());
        }));
    }

    private void confirm(AppCall call) throws IOException {
        JsonBody body = call.json();
        String code = body.text("code", 1, 16);
        body.end();
        totp.confirm(call.subject(), code);
        call.answer(200, AppJson.state("enrolled"));
    }

    private void removeTotp(AppCall call) throws IOException {
        call.noFields();
        totp.remove(call.subject());
        recovery.remove(call.subject());
        call.answer(200, AppJson.state("removed"));
    }

    private void recoveryCodes(AppCall call) throws IOException {
        call.noFields();
        List<String> codes = recovery.make(call.subject());
        call.answer(200, AppJson.object(json -> AppJson.texts(json, "codes", codes)));
    }

    private CustomerFacts facts(AppCall call) {
        return customers.facts(call.customerId()).orElseThrow(() -> new Refused(RequestError.NOT_FOUND));
    }
}
