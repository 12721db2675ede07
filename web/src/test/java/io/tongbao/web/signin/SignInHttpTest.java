package io.tongbao.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.credential.ProofOfWork;
import io.tongbao.credential.ProofOfWork.Puzzle;
import io.tongbao.credential.Totp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The customers' sign-in over HTTP. */
final class SignInHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PASSWORD = "vier Enten im Regen";

    private final SignInStage stage;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new TreeMap<>();
    private @Nullable String csrf;

    SignInHttpTest() throws Exception {
        stage = new SignInStage();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        stage.close();
    }

    private record Answer(int status, JsonNode json, HttpResponse<String> response) {

        String code() {
            return json.path("code").asString("");
        }
    }

    @Test
    void aCodeSignsInAndTheSessionIsListedAndEnds() throws Exception {
        signInByCode();
        Answer me = get("/app/v1/session");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().path("factors").toString()).isEqualTo("[\"code\"]");
        assertThat(me.json().path("customer_id").asString()).startsWith("cus_");
        assertThat(get("/app/v1/sessions").json().path("data").size()).isEqualTo(1);

        String token = csrf;
        csrf = null;
        assertThat(post("/app/v1/sessions/revoke-others", "{}").code()).isEqualTo("csrf_token_required");
        csrf = token;
        assertThat(post("/app/v1/sessions/revoke-others", "{}").status()).isEqualTo(200);
        Answer out = send("DELETE", "/app/v1/session", "");
        assertThat(out.status()).isEqualTo(200);
        assertThat(out.response().headers().allValues("set-cookie"))
                .anyMatch(cookie -> cookie.startsWith("__Host-tongbao-app=;"));
        assertThat(get("/app/v1/session").code()).isEqualTo("not_signed_in");
    }

    @Test
    void cookiesAreForThisHostOverTlsAndNoScript() throws Exception {
        Answer signedIn = signInByCode();
        assertThat(signedIn.response().headers().allValues("set-cookie"))
                .hasSize(2)
                .allSatisfy(cookie -> assertThat(cookie)
                        .startsWith("__Host-")
                        .contains("; Path=/; Secure; HttpOnly; SameSite=Strict"));
        assertThat(signedIn.response()
                        .headers()
                        .firstValue("content-security-policy")
                        .orElse(""))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void somebodyAndNobodyAreAnsweredAlike() throws Exception {
        stage.passwords.set(stage.customer(), PASSWORD.toCharArray());
        List<String> known = outcomes(SignInStage.NUMBER);
        // So that the address is above suspicion again.
        stage.clock.advance(Duration.ofDays(60));
        List<String> nobody = outcomes("+8613999999999");
        assertThat(known).isEqualTo(nobody).contains("401 wrong_credential", "429 try_later");
        assertThat(stage.texts).as("only the customer's phone rang").hasSize(1);
    }

    private List<String> outcomes(String number) throws IOException, InterruptedException {
        List<String> outcomes = new ArrayList<>();
        Answer requested = post("/app/v1/session/code-requests", "{\"msisdn\":\"" + number + "\"}");
        assertThat(requested.status()).as("%s", requested.json()).isLessThan(300);
        Instant expires = Instant.parse(requested.json().path("expires_at").asString());
        outcomes.add(requested.status() + " " + Duration.between(stage.clock.instant(), expires));
        String id = requested.json().path("code_id").asString();
        for (int i = 0; i < 6; i++) {
            outcomes.add(outcome(post("/app/v1/session/code", code(number, id, "wrong" + i))));
        }
        outcomes.add(outcome(post("/app/v1/session/code-requests", "{\"msisdn\":\"" + number + "\"}")));
        for (int i = 0; i < 6; i++) {
            outcomes.add(outcome(post(
                    "/app/v1/session/password", "{\"msisdn\":\"" + number + "\",\"password\":\"wrong " + i + "\"}")));
        }
        return outcomes;
    }

    @Test
    void suspicionAsksForWork() throws Exception {
        String body = "{\"msisdn\":\"" + SignInStage.NUMBER + "\"}";
        assertThat(post("/app/v1/session/puzzle", body).json().path("bits").asInt())
                .isZero();
        String id = post("/app/v1/session/code-requests", body)
                .json()
                .path("code_id")
                .asString();
        for (int i = 0; i < 4; i++) {
            post("/app/v1/session/code", code(SignInStage.NUMBER, id, "wrong" + i));
        }
        stage.clock.advance(Duration.ofMinutes(2));
        assertThat(post("/app/v1/session/code-requests", body).code()).isEqualTo("proof_of_work_needed");
        JsonNode asked = post("/app/v1/session/puzzle", body).json();
        String challenge = asked.path("challenge").asString();
        String answer = ProofOfWork.solve(new Puzzle(
                challenge,
                asked.path("bits").asInt(),
                Instant.parse(asked.path("expires_at").asString())));
        String solved = "{\"msisdn\":\"" + SignInStage.NUMBER + "\",\"proof_of_work\":{\"challenge\":\"" + challenge
                + "\",\"answer\":\"" + answer + "\"}}";
        assertThat(post("/app/v1/session/code-requests", solved).status()).isEqualTo(202);
        stage.clock.advance(Duration.ofMinutes(5));
        assertThat(post("/app/v1/session/code-requests", solved).code()).isEqualTo("proof_of_work_refused");
    }

    @Test
    void passwordAndAppAreSetWithAFreshProofAndBothAreNeededThen() throws Exception {
        signInByCode();
        String before = cookies.get("__Host-tongbao-app");
        assertThat(send("PUT", "/app/v1/password", "{\"password\":\"short\"}").code())
                .isEqualTo("weak_password");
        Answer set = send("PUT", "/app/v1/password", "{\"password\":\"" + PASSWORD + "\"}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(cookies.get("__Host-tongbao-app")).isNotEqualTo(before);
        csrf = set.json().path("csrf_token").asString();

        String secret = post("/app/v1/totp", "{}").json().path("secret").asString();
        assertThat(post("/app/v1/totp/confirm", "{\"code\":\"" + app(secret) + "\"}")
                        .status())
                .isEqualTo(200);
        var recovery = post("/app/v1/recovery-codes", "{}").json().path("codes");
        assertThat(recovery.size()).isEqualTo(10);

        stage.clock.advance(Duration.ofMinutes(11));
        assertThat(post("/app/v1/totp", "{}").code()).isEqualTo("fresh_proof_needed");

        cookies.clear();
        csrf = null;
        String fields = "{\"msisdn\":\"" + SignInStage.NUMBER + "\",\"password\":\"" + PASSWORD + "\"";
        assertThat(post("/app/v1/session/password", fields + "}").code()).isEqualTo("second_factor_needed");
        assertThat(post("/app/v1/session/password", fields + ",\"code\":\"000000\"}")
                        .code())
                .isEqualTo("wrong_credential");
        Answer both = post("/app/v1/session/password", fields + ",\"code\":\"" + app(secret) + "\"}");
        assertThat(both.status()).isEqualTo(200);
        assertThat(both.json().path("factors").toString()).isEqualTo("[\"password\",\"totp\"]");

        // Without the phone, in another browser: a code on paper, once.
        cookies.clear();
        String paper = fields + ",\"recovery_code\":\"" + recovery.path(3).asString() + "\"}";
        Answer recovered = post("/app/v1/session/password", paper);
        assertThat(recovered.json().path("factors").toString()).isEqualTo("[\"password\",\"recovery_code\"]");
        cookies.clear();
        assertThat(post("/app/v1/session/password", paper).code()).isEqualTo("wrong_credential");
    }

    @Test
    void everyRouteSaysWhoMayUseItAndNobodyElseGetsIn() throws Exception {
        for (String path : List.of("/app/v1/session", "/app/v1/sessions", "/app/v1/passkeys")) {
            assertThat(get(path).code()).as(path).isEqualTo("not_signed_in");
        }
        for (String path : List.of("/app/v1/totp", "/app/v1/passkeys/options", "/app/v1/passkeys/trial/options")) {
            assertThat(post(path, "{}").code()).as(path).isEqualTo("not_signed_in");
        }
        assertThat(get("/app/v1/nothing").status()).isEqualTo(404);
        assertThat(post("/app/v1/session/passkey", "{\"ceremony\":\"x\"}").status())
                .isEqualTo(400);
    }

    private String app(String secret) {
        return Totp.code(Totp.secret(secret), Totp.step(stage.clock.instant()));
    }

    private Answer signInByCode() throws IOException, InterruptedException {
        String id = post("/app/v1/session/code-requests", "{\"msisdn\":\"13800138000\"}")
                .json()
                .path("code_id")
                .asString();
        Answer signedIn = post("/app/v1/session/code", code("13800138000", id, stage.lastCode()));
        assertThat(signedIn.status()).isEqualTo(200);
        csrf = signedIn.json().path("csrf_token").asString();
        return signedIn;
    }

    private static String code(String number, String id, String code) {
        return "{\"msisdn\":\"" + number + "\",\"code_id\":\"" + id + "\",\"code\":\"" + code + "\"}";
    }

    private static String outcome(Answer answer) {
        return answer.status() + " " + answer.code();
    }

    private Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    private Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    private Answer send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stage.address() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(20));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (csrf != null) {
            request.header("X-CSRF-Token", csrf);
        }
        if (!cookies.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            cookies.forEach((name, value) -> pairs.add(name + "=" + value));
            request.header("Cookie", String.join("; ", pairs));
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String cookie : response.headers().allValues("set-cookie")) {
            String pair = cookie.substring(0, cookie.indexOf(';'));
            int equals = pair.indexOf('=');
            if (equals == pair.length() - 1) {
                cookies.remove(pair.substring(0, equals));
            } else {
                cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return new Answer(response.statusCode(), JSON.readTree(response.body()), response);
    }
}
