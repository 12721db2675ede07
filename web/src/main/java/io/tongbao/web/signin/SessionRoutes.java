package io.tongbao.web.signin;

import io.tongbao.credential.OneTimeCodes.Issued;
import io.tongbao.credential.PasskeyAnswer;
import io.tongbao.credential.Passkeys;
import io.tongbao.credential.ProofOfWork.Puzzle;
import io.tongbao.credential.Session;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.Sessions.Opened;
import io.tongbao.customer.Customer;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.web.security.CsrfToken;
import io.tongbao.web.security.SessionCookie;
import io.tongbao.web.signin.SignInCustomer.From;
import io.tongbao.web.signin.SignInCustomer.Solved;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A customer's way in and out. */
public final class SessionRoutes implements AppRoutes {

    /** Prefix of public ids of one-time codes. */
    public static final String CODE_PREFIX = "otc";

    private static final int BROWSER_BYTES = 24;
    private static final Duration BROWSER_KNOWN = Duration.ofDays(365);
    private static final int MAX_PASSWORD = 256;

    private final SignInCustomer signIn;
    private final Passkeys passkeys;
    private final Sessions sessions;
    private final RandomGenerator random;

    /**
     * @param random cryptographic in production
     */
    public SessionRoutes(SignInCustomer signIn, Passkeys passkeys, Sessions sessions, RandomGenerator random) {
        this.signIn = signIn;
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.random = random;
    }

    @Override
    public void addTo(AppRouter router) {
        router.post("/app/v1/session/puzzle", AppAccess.OPEN, this::puzzle)
                .post("/app/v1/session/code-requests", AppAccess.OPEN, this::requestCode)
                .post("/app/v1/session/code", AppAccess.OPEN, this::code)
                .post("/app/v1/session/password", AppAccess.OPEN, this::password)
                .post("/app/v1/session/passkey/options", AppAccess.OPEN, this::passkeyOptions)
                .post("/app/v1/session/passkey", AppAccess.OPEN, this::passkey)
                .get("/app/v1/session", AppAccess.CUSTOMER, this::me)
                .delete("/app/v1/session", AppAccess.CUSTOMER, this::signOut)
                .get("/app/v1/sessions", AppAccess.CUSTOMER, this::list)
                .delete("/app/v1/sessions/{id}", AppAccess.CUSTOMER, this::revoke)
                .post("/app/v1/sessions/revoke-others", AppAccess.CUSTOMER, this::revokeOthers);
    }

    private void puzzle(AppCall call) throws IOException {
        JsonBody body = call.json();
        Msisdn msisdn = body.msisdn("msisdn");
        body.end();
        Optional<Puzzle> puzzle = signIn.puzzle(msisdn, call.attempt(msisdn));
        call.answer(200, AppJson.object(json -> {
            json.writeNumberProperty("bits", puzzle.map(Puzzle::bits).orElse(0));
            puzzle.ifPresent(asked -> {
                json.writeStringProperty("challenge", asked.challenge());
                json.writeStringProperty("expires_at", asked.expiresAt().toString());
            });
        }));
    }

    private void requestCode(AppCall call) throws IOException {
        JsonBody body = call.json();
        Msisdn msisdn = body.msisdn("msisdn");
        Solved solved = solved(body.optionalObject("proof_of_work"));
        body.end();
        Issued issued = signIn.requestCode(msisdn, call.locale(), call.attempt(msisdn), solved);
        call.answer(202, AppJson.object(json -> {
            json.writeStringProperty("code_id", PublicId.format(CODE_PREFIX, issued.id()));
            json.writeStringProperty("expires_at", issued.expiresAt().toString());
        }));
    }

    private static @Nullable Solved solved(@Nullable JsonBody body) {
        if (body == null) {
            return null;
        }
        Solved solved = new Solved(body.text("challenge", 1, 200), body.text("answer", 1, 20));
        body.end();
        return solved;
    }

    private void code(AppCall call) throws IOException {
        JsonBody body = call.json();
        Msisdn msisdn = body.msisdn("msisdn");
        UUID codeId = body.id("code_id", CODE_PREFIX);
        String code = body.text("code", 1, 16);
        body.end();
        answerSignedIn(call, signIn.byCode(msisdn, codeId, code, from(call, msisdn)));
    }

    private void password(AppCall call) throws IOException {
        JsonBody body = call.json();
        Msisdn msisdn = body.msisdn("msisdn");
        char[] password = body.text("password", 1, MAX_PASSWORD).toCharArray();
        String appCode = body.optionalText("code", 1, 16);
        String recoveryCode = body.optionalText("recovery_code", 1, 40);
        body.end();
        try {
            answerSignedIn(call, signIn.byPassword(msisdn, password, appCode, recoveryCode, from(call, msisdn)));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private void passkeyOptions(AppCall call) throws IOException {
        call.noFields();
        call.answer(200, PasskeyFields.options(passkeys.signIn(null)));
    }

    private void passkey(AppCall call) throws IOException {
        JsonBody body = call.json();
        PasskeyAnswer.Assertion answer = PasskeyFields.assertion(body);
        body.end();
        answerSignedIn(call, signIn.byPasskey(answer, msisdn -> from(call, msisdn)));
    }

    private static void answerSignedIn(AppCall call, Opened opened) throws IOException {
        SessionCookie.CUSTOMER.set(call.exchange(), opened.token());
        call.answer(200, AppJson.object(json -> {
            json.writeStringProperty("state", "signed_in");
            session(json, opened.session(), opened.token());
        }));
    }

    private void me(AppCall call) throws IOException {
        call.answer(200, AppJson.object(json -> session(json, call.session(), call.tokenOrEmpty())));
    }

    private void signOut(AppCall call) throws IOException {
        call.noFields();
        sessions.close(call.tokenOrEmpty());
        SessionCookie.CUSTOMER.clear(call.exchange());
        call.exchange().setHeader("Clear-Site-Data", "\"cache\", \"storage\"");
        call.answer(200, AppJson.state("signed_out"));
    }

    private void list(AppCall call) throws IOException {
        UUID current = call.session().id();
        call.answer(200, AppJson.list(sessions.list(call.subject()), (json, session) -> {
            json.writeStringProperty("id", PublicId.format(Session.PREFIX, session.id()));
            json.writeStringProperty("browser", session.device());
            json.writeStringProperty("source", session.source());
            json.writeStringProperty("opened_at", session.openedAt().toString());
            json.writeStringProperty("last_used_at", session.lastUsedAt().toString());
            json.writeBooleanProperty("current", session.id().equals(current));
        }));
    }

    private void revoke(AppCall call) throws IOException {
        call.noFields();
        sessions.revoke(call.subject(), Query.pathId(Session.PREFIX, call.path("id")));
        call.answer(200, AppJson.state("revoked"));
    }

    private void revokeOthers(AppCall call) throws IOException {
        call.noFields();
        int ended = sessions.revokeAllBut(call.subject(), call.session().id());
        call.answer(200, AppJson.object(json -> json.writeNumberProperty("revoked", ended)));
    }

    static void session(JsonGenerator json, Session session, String token) {
        json.writeStringProperty(
                "customer_id",
                PublicId.format(Customer.PREFIX, session.subject().id()));
        AppJson.texts(
                json,
                "factors",
                session.factors().stream()
                        .sorted()
                        .map(factor -> factor.name().toLowerCase(Locale.ROOT))
                        .toList());
        json.writeStringProperty("csrf_token", CsrfToken.of(token));
        json.writeStringProperty("expires_at", session.expiresAt().toString());
    }

    /** A browser that comes for the first time gets a secret to be known by. */
    private From from(AppCall call, Msisdn msisdn) {
        if (SessionCookie.BROWSER.read(call.exchange()).isPresent()) {
            return new From(call.attempt(msisdn), call.browser());
        }
        byte[] bytes = new byte[BROWSER_BYTES];
        random.nextBytes(bytes);
        String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        SessionCookie.BROWSER.set(call.exchange(), fresh, BROWSER_KNOWN);
        return new From(call.attempt(msisdn, fresh), call.browser());
    }
}
