package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.credential.Factor;
import io.tongbao.credential.Totp;
import io.tongbao.kernel.PublicId;
import io.tongbao.staff.InviteStaff;
import io.tongbao.staff.Role;
import io.tongbao.staff.StaffMember;
import io.tongbao.staff.audit.AuditVerifier;
import io.tongbao.web.security.CsrfToken;
import io.tongbao.web.security.SessionCookie;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A day at the operations console over HTTP, in Chinese and in English. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpsStoryTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PASSWORD = "许多 blue umbrellas 落下";

    private final OpsDesk desk;

    OpsStoryTest() throws IOException {
        desk = new OpsDesk();
    }

    @AfterAll
    void close() throws IOException, SQLException {
        assertThat(AuditVerifier.verify(desk.bean(DataSource.class), null, null).firstBroken())
                .isNull();
        desk.close();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private List<String> signedIn(StaffMember member) {
        return OpsDesk.headers(desk.session(member, Factor.PASSWORD, Factor.TOTP));
    }

    private static byte[] base32(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            int digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(bit / 5));
            if ((digit >> (4 - bit % 5) & 1) == 1) {
                bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
            }
        }
        return bytes;
    }

    private static String cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith(name + "="))
                .map(value -> value.substring(name.length() + 1, value.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAdministratorSetsUpSignsInAndOut() throws IOException, InterruptedException {
        String token = desk.bean(InviteStaff.class).renew("ada").token().reveal();
        HttpResponse<String> begun =
                desk.send("POST", "/ops/v1/setup/begin", "{\"token\": \"" + token + "\"}", List.of());
        byte[] secret = base32(json(begun).path("totp_secret").asString());
        // The next step's code is within the window and still fresh for the sign-in after it.
        long step = Totp.step(Instant.now());
        String setUp = "{\"token\": \"%s\", \"password\": \"%s\", \"code\": \"%s\"}";
        HttpResponse<String> weak = desk.send(
                "POST",
                "/ops/v1/setup",
                setUp.formatted(token, "123456", Totp.code(secret, step)),
                List.of(),
                "Accept-Language",
                "en");
        assertThat(json(weak).path("code").asString()).isEqualTo("weak_password");
        HttpResponse<String> done = desk.send(
                "POST", "/ops/v1/setup", setUp.formatted(token, PASSWORD, Totp.code(secret, step)), List.of());
        assertThat(json(done).path("status").asString()).as(done.body()).isEqualTo("active");

        String wrong = "{\"login\": \"ada\", \"password\": \"not this one at all\"}";
        HttpResponse<String> zh = desk.send("POST", "/ops/v1/session", wrong, List.of(), "Accept-Language", "zh-CN");
        HttpResponse<String> en = desk.send("POST", "/ops/v1/session", wrong, List.of(), "Accept-Language", "en");
        assertThat(zh.statusCode()).isEqualTo(401);
        assertThat(json(zh).path("title").asString()).isEqualTo("登录名、密码或验证码不正确，请重试。");
        assertThat(json(en).path("title").asString()).isEqualTo("Login, password or code is not right; try again.");

        HttpResponse<String> half = desk.send(
                "POST", "/ops/v1/session", "{\"login\": \"ada\", \"password\": \"" + PASSWORD + "\"}", List.of());
        assertThat(json(half).path("state").asString()).isEqualTo("code_required");
        assertThat(half.headers().allValues("Set-Cookie"))
                .allMatch(value ->
                        value.startsWith("__Host-") && value.contains("; Path=/; Secure; HttpOnly; SameSite=Strict"));
        List<String> halfway = OpsDesk.headers(cookie(half, SessionCookie.STAFF.name()));
        assertThat(json(desk.send("GET", "/ops/v1/me", "", halfway))
                        .path("code")
                        .asString())
                .isEqualTo("staff_second_factor_required");
        String code = "{\"code\": \"" + Totp.code(secret, step + 1) + "\"}";
        HttpResponse<String> whole = desk.send("POST", "/ops/v1/session/code", code, halfway);
        String session = cookie(whole, SessionCookie.STAFF.name());
        assertThat(json(whole).path("csrf_token").asString()).isEqualTo(CsrfToken.of(session));
        List<String> headers = OpsDesk.headers(session);
        JsonNode me = json(desk.send("GET", "/ops/v1/me", "", headers));
        assertThat(me.path("login").asString()).isEqualTo("ada");
        assertThat(me.path("permissions").toString()).contains("STAFF_ROLES_APPROVE");
        assertThat(desk.send("DELETE", "/ops/v1/session", "", headers).statusCode())
                .isEqualTo(200);
        assertThat(desk.send("GET", "/ops/v1/me", "", headers).statusCode()).isEqualTo(401);
    }

    @Test
    void anotherSitesRequestsAreRefused() throws IOException, InterruptedException {
        String session = desk.session(desk.member("csrf", Role.ADMIN), Factor.PASSWORD, Factor.TOTP);
        List<String> cookie = List.of("Cookie", SessionCookie.STAFF.name() + "=" + session);
        String path = "/ops/v1/sessions/revoke-others";
        assertThat(desk.send("POST", path, "{}", cookie).body()).contains("csrf_token_required");
        assertThat(desk.send("POST", path, "{}", cookie, CsrfToken.HEADER, CsrfToken.of("another"))
                        .body())
                .contains("csrf_token_required");
        List<String> both = OpsDesk.headers(session);
        assertThat(desk.send("POST", path, "{}", both, "Origin", "https://evil.example")
                        .body())
                .contains("cross_site_request");
        for (String site : List.of("cross-site", "same-site", "none")) {
            assertThat(desk.send("POST", path, "{}", both, "Sec-Fetch-Site", site)
                            .body())
                    .as(site)
                    .contains("cross_site_request");
        }
        assertThat(desk.send(
                                "POST",
                                path,
                                "{}",
                                both,
                                "Sec-Fetch-Site",
                                "same-origin",
                                "Origin",
                                desk.server.address().toString())
                        .statusCode())
                .isEqualTo(200);
        assertThat(desk.send("POST", "/ops/v1/session", "{}", List.of(), "Origin", "https://evil.example")
                        .body())
                .as("nobody is signed in from elsewhere")
                .contains("cross_site_request");
        assertThat(desk.send("GET", "/ops/v1/me", "", List.of("Cookie", cookie.get(1) + "; " + cookie.get(1) + "x"))
                        .statusCode())
                .as("two cookies of one name")
                .isEqualTo(401);
    }

    @Test
    void twoPeopleSuspendAProviderAndFreezeACustomer() throws IOException, InterruptedException {
        StaffMember maker = desk.member("maker", Role.RISK);
        StaffMember checker = desk.member("checker", Role.RISK);
        String gas = PublicId.format("sp", new UUID(0x8000L | 0x5, 0x8000_0000_0000_0003L));
        String proposal = "{\"kind\": \"provider.status\", \"reason\": \"投诉集中 many complaints\","
                + " \"payload\": {\"provider\": \"" + gas + "\", \"status\": \"suspended\"}}";
        HttpResponse<String> made =
                desk.send("POST", "/ops/v1/proposals", proposal, signedIn(maker), "Idempotency-Key", "p1");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(json(made).path("before").path("status").asString()).isEqualTo("active");
        HttpResponse<String> again =
                desk.send("POST", "/ops/v1/proposals", proposal, signedIn(maker), "Idempotency-Key", "p1");
        assertThat(again.body()).isEqualTo(made.body());
        String approve = "/ops/v1/proposals/" + json(made).path("id").asString() + "/approve";
        assertThat(desk.send("POST", approve, "{}", signedIn(maker)).body()).contains("own_proposal");
        assertThat(desk.send("GET", "/v1/balance", "", List.of("Authorization", "Bearer sk_test_gas"))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> applied = desk.send("POST", approve, "{}", signedIn(checker));
        assertThat(json(applied).path("state").asString()).as(applied.body()).isEqualTo("applied");
        assertThat(desk.send("GET", "/ops/v1/providers", "", signedIn(checker)).body())
                .contains("suspended");

        String zhang = PublicId.format("cus", new UUID(0x8000L | 0x7, 0x8000_0000_0000_0002L));
        HttpResponse<String> masked = desk.send("GET", "/ops/v1/customers/" + zhang, "", signedIn(checker));
        assertThat(masked.body()).contains("李**").doesNotContain("13800138001");
        HttpResponse<String> clear = desk.send(
                "POST",
                "/ops/v1/customers/" + zhang + "/reveal",
                "{\"fields\": [\"msisdn\"], \"reason\": \"call back 回访\"}",
                signedIn(checker));
        assertThat(clear.body()).contains("13800138001");
        HttpResponse<String> freeze = desk.send(
                "POST",
                "/ops/v1/proposals",
                "{\"kind\": \"customer.freeze\", \"reason\": \"stolen phone 手机被盗\", \"payload\": {\"customer\": \""
                        + zhang + "\", \"status\": \"frozen\"}}",
                signedIn(maker),
                "Idempotency-Key",
                "p2");
        String id = json(freeze).path("id").asString();
        assertThat(json(desk.send("POST", "/ops/v1/proposals/" + id + "/approve", "{}", signedIn(checker)))
                        .path("state")
                        .asString())
                .isEqualTo("applied");
        assertThat(desk.send("GET", "/ops/v1/customers/" + zhang, "", signedIn(maker))
                        .body())
                .contains("frozen");

        StaffMember auditor = desk.member("auditor", Role.AUDITOR);
        String reveal = "/ops/v1/customers/" + zhang + "/reveal";
        assertThat(desk.send("POST", reveal, "{}", signedIn(auditor)).body()).contains("permission_missing");
        String trail = desk.send("GET", "/ops/v1/audit?limit=100", "", signedIn(auditor))
                .body();
        assertThat(trail)
                .contains("customer.revealed", "call back 回访", "proposal.applied", "provider:" + gas)
                .contains("access.refused", "/ops/v1/customers/{id}/reveal")
                .doesNotContain("13800138001");
        HttpResponse<String> export = desk.send("GET", "/ops/v1/audit/export?after=0&limit=2", "", signedIn(auditor));
        assertThat(export.body().lines()).hasSize(2);
        assertThat(export.headers().firstValue("Next-After")).hasValue("2");
    }

    @Test
    void anAdministratorInvitesAndTwoGiveRoles() throws IOException, InterruptedException {
        StaffMember one = desk.member("admin-one", Role.ADMIN);
        StaffMember two = desk.member("admin-two", Role.ADMIN);
        HttpResponse<String> invited = desk.send(
                "POST",
                "/ops/v1/staff",
                "{\"login\": \"xiao.ming\", \"name\": \"小明\"}",
                signedIn(one),
                "Idempotency-Key",
                "i1");
        assertThat(invited.statusCode()).as(invited.body()).isEqualTo(201);
        assertThat(json(invited).path("setup_token").asString()).startsWith("setup_");
        assertThat(json(invited).path("roles").isEmpty()).isTrue();
        String member = json(invited).path("id").asString();
        HttpResponse<String> proposed = desk.send(
                "POST",
                "/ops/v1/proposals",
                "{\"kind\": \"staff.roles\", \"reason\": \"joins care 入职\", \"payload\": {\"member\": \"" + member
                        + "\", \"roles\": \"care\"}}",
                signedIn(one),
                "Idempotency-Key",
                "i2");
        String id = json(proposed).path("id").asString();
        assertThat(json(desk.send("POST", "/ops/v1/proposals/" + id + "/approve", "{}", signedIn(two)))
                        .path("after")
                        .path("roles")
                        .asString())
                .isEqualTo("care");
        HttpResponse<String> suspended = desk.send(
                "POST", "/ops/v1/staff/" + member + "/suspend", "{\"reason\": \"trial over\"}", signedIn(two));
        assertThat(json(suspended).path("status").asString()).isEqualTo("suspended");
        assertThat(desk.send("GET", "/ops/v1/staff", "", signedIn(one)).body()).contains("xiao.ming");
    }
}
