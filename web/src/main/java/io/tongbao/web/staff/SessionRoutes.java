package io.tongbao.web.staff;

import io.tongbao.credential.PasskeyAnswer;
import io.tongbao.credential.Passkeys.AssertionOptions;
import io.tongbao.credential.Session;
import io.tongbao.credential.Sessions.Opened;
import io.tongbao.credential.Subject;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.PublicId;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Actor;
import io.tongbao.staff.SetUpStaff;
import io.tongbao.staff.SetUpStaff.Beginning;
import io.tongbao.staff.SignInStaff;
import io.tongbao.staff.SignInStaff.From;
import io.tongbao.staff.StaffCredentials;
import io.tongbao.staff.StaffMember;
import io.tongbao.web.security.CsrfToken;
import io.tongbao.web.security.SessionCookie;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.core.JsonGenerator;

/** The way in and out: set-up by link, password and code, passkeys, sessions. */
public final class SessionRoutes implements OpsRoutes {

    private static final int BROWSER_BYTES = 24;
    private static final Duration BROWSER_KNOWN = Duration.ofDays(365);
    private static final int MAX_PASSWORD = 256;

    private final SetUpStaff setUp;
    private final SignInStaff signIn;
    private final StaffCredentials credentials;
    private final RandomGenerator random;

    /**
     * @param random cryptographic in production
     */
    public SessionRoutes(SetUpStaff setUp, SignInStaff signIn, StaffCredentials credentials, RandomGenerator random) {
        this.setUp = setUp;
        this.signIn = signIn;
        this.credentials = credentials;
        this.random = random;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.post("/ops/v1/setup/begin", Access.OPEN, this::beginSetUp)
                .post("/ops/v1/setup", Access.OPEN, this::completeSetUp)
                .post("/ops/v1/session", Access.OPEN, this::password)
                .post("/ops/v1/session/code", Access.SESSION, this::code)
                .post("/ops/v1/session/recovery-code", Access.SESSION, this::recoveryCode)
                .post("/ops/v1/session/passkey/options", Access.OPEN, this::passkeyOptions)
                .post("/ops/v1/session/passkey", Access.OPEN, this::passkey)
                .delete("/ops/v1/session", Access.SESSION, this::signOut)
                .get("/ops/v1/me", Access.MEMBER, this::me)
                .put("/ops/v1/me/password", Access.MEMBER, this::changePassword)
                .post("/ops/v1/me/recovery-codes", Access.FRESH, this::makeRecoveryCodes)
                .get("/ops/v1/sessions", Access.MEMBER, this::sessions)
                .delete("/ops/v1/sessions/{id}", Access.MEMBER, this::revoke)
                .post("/ops/v1/sessions/revoke-others", Access.MEMBER, this::revokeOthers);
    }

    private void beginSetUp(OpsCall call) throws IOException {
        JsonBody body = call.json();
        String token = body.text("token", 1, 100);
        body.end();
        Beginning beginning = setUp.begin(token);
        call.answer(200, OpsJson.object(json -> {
            json.writeStringProperty("login", beginning.member().login());
            json.writeStringProperty("name", beginning.member().displayName());
            json.writeStringProperty("totp_secret", beginning.enrolment().secret());
            json.writeStringProperty("totp_uri", beginning.enrolment().uri());
        }));
    }

    private void completeSetUp(OpsCall call) throws IOException {
        JsonBody body = call.json();
        String token = body.text("token", 1, 100);
        char[] password = body.text("password", 1, MAX_PASSWORD).toCharArray();
        String code = body.text("code", 6, 6);
        body.end();
        try {
            Acting acting =
                    new Acting(new Actor.Machine("set-up"), call.exchange().remoteAddress(), call.requestId());
            StaffMember member = setUp.complete(token, password, code, acting);
            call.answer(200, OpsJson.object(json -> OpsJson.member(json, member)));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private void password(OpsCall call) throws IOException {
        JsonBody body = call.json();
        String login = body.text("login", 1, 64);
        char[] password = body.text("password", 1, MAX_PASSWORD).toCharArray();
        body.end();
        try {
            Opened opened = signIn.password(login, password, known(call));
            SessionCookie.STAFF.set(call.exchange(), opened.token());
            call.answer(200, OpsJson.object(json -> {
                json.writeStringProperty("state", "code_required");
                json.writeStringProperty("csrf_token", CsrfToken.of(opened.token()));
            }));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private void code(OpsCall call) throws IOException {
        JsonBody body = call.json();
        String code = body.text("code", 1, 16);
        body.end();
        Opened opened = signIn.code(call.sessionToken(), code, known(call));
        answerSignedIn(call, opened);
    }

    private void recoveryCode(OpsCall call) throws IOException {
        JsonBody body = call.json();
        String code = body.text("code", 1, 40);
        body.end();
        answerSignedIn(call, signIn.recoveryCode(call.sessionToken(), code, known(call)));
    }

    private void passkeyOptions(OpsCall call) throws IOException {
        call.noFields();
        AssertionOptions options = signIn.passkeyOptions();
        call.answer(200, OpsJson.object(json -> {
            json.writeStringProperty("ceremony", options.ceremony().toString());
            json.writeStringProperty("challenge", Base64Fields.text(options.challenge()));
            json.writeStringProperty("rp_id", options.relyingParty().id());
            json.writeStringProperty("user_verification", "required");
        }));
    }

    private void passkey(OpsCall call) throws IOException {
        JsonBody body = call.json();
        PasskeyAnswer.Assertion answer = new PasskeyAnswer.Assertion(
                Base64Fields.ceremony(body),
                Base64Fields.bytes(body, "credential_id"),
                Base64Fields.bytes(body, "client_data_json"),
                Base64Fields.bytes(body, "authenticator_data"),
                Base64Fields.bytes(body, "signature"),
                Base64Fields.bytes(body, "user_handle"));
        body.end();
        answerSignedIn(call, signIn.passkey(answer, known(call)));
    }

    private void answerSignedIn(OpsCall call, Opened opened) throws IOException {
        SessionCookie.STAFF.set(call.exchange(), opened.token());
        call.answer(200, OpsJson.object(json -> {
            json.writeStringProperty("state", "signed_in");
            json.writeStringProperty("csrf_token", CsrfToken.of(opened.token()));
            json.writeStringProperty("expires_at", opened.session().expiresAt().toString());
        }));
    }

    private void signOut(OpsCall call) throws IOException {
        signIn.out(call.sessionToken(), call.from());
        SessionCookie.STAFF.clear(call.exchange());
        call.exchange().setHeader("Clear-Site-Data", "\"cache\", \"storage\"");
        call.answer(200, OpsJson.object(json -> json.writeStringProperty("state", "signed_out")));
    }

    private void me(OpsCall call) throws IOException {
        StaffMember member = call.member();
        Session session = call.signedIn().session();
        String csrf = CsrfToken.of(call.sessionToken());
        call.answer(200, OpsJson.object(json -> {
            OpsJson.member(json, member);
            OpsJson.permissions(json, member.permissions());
            json.writeStringProperty("csrf_token", csrf);
            json.writeStringProperty("expires_at", session.expiresAt().toString());
        }));
    }

    private void changePassword(OpsCall call) throws IOException {
        JsonBody body = call.json();
        char[] current = body.text("current", 1, MAX_PASSWORD).toCharArray();
        char[] fresh = body.text("new", 1, MAX_PASSWORD).toCharArray();
        body.end();
        try {
            signIn.changePassword(call.signedIn(), current, fresh, known(call));
            call.answer(200, OpsJson.object(json -> json.writeStringProperty("state", "changed")));
        } finally {
            Arrays.fill(current, '\0');
            Arrays.fill(fresh, '\0');
        }
    }

    private void makeRecoveryCodes(OpsCall call) throws IOException {
        call.noFields();
        List<String> codes =
                credentials.recovery().make(Subject.staff(call.member().id()));
        call.answer(200, OpsJson.object(json -> OpsJson.texts(json, "codes", codes)));
    }

    private void sessions(OpsCall call) throws IOException {
        UUID current = call.signedIn().session().id();
        call.answer(
                200,
                OpsJson.list(
                        credentials.sessions().list(Subject.staff(call.member().id())),
                        (json, session) -> session(json, session, current)));
    }

    private void revoke(OpsCall call) throws IOException {
        call.noFields();
        UUID id = Query.pathId(Session.PREFIX, call.path("id"));
        credentials.sessions().revoke(Subject.staff(call.member().id()), id);
        call.answer(200, OpsJson.object(json -> json.writeStringProperty("state", "revoked")));
    }

    private void revokeOthers(OpsCall call) throws IOException {
        call.noFields();
        int ended = credentials
                .sessions()
                .revokeAllBut(
                        Subject.staff(call.member().id()),
                        call.signedIn().session().id());
        call.answer(200, OpsJson.object(json -> json.writeNumberProperty("revoked", ended)));
    }

    private static void session(JsonGenerator json, Session session, UUID current) {
        json.writeStringProperty("id", PublicId.format(Session.PREFIX, session.id()));
        json.writeStringProperty("browser", session.device());
        json.writeStringProperty("source_ip", session.source());
        json.writeStringProperty("opened_at", session.openedAt().toString());
        json.writeStringProperty("last_used_at", session.lastUsedAt().toString());
        json.writeBooleanProperty("current", session.id().equals(current));
    }

    /** A browser that comes for the first time gets a secret to be known by. */
    private From known(OpsCall call) {
        String secret = SessionCookie.BROWSER.read(call.exchange()).orElseGet(() -> {
            byte[] bytes = new byte[BROWSER_BYTES];
            random.nextBytes(bytes);
            String fresh = Base64Fields.text(bytes);
            SessionCookie.BROWSER.set(call.exchange(), fresh, BROWSER_KNOWN);
            return fresh;
        });
        return call.from(secret);
    }
}
