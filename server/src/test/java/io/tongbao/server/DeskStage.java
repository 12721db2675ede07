package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.credential.Factor;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.Subject;
import io.tongbao.customer.Customers;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.ledger.Ledger;
import io.tongbao.staff.Role;
import io.tongbao.staff.StaffMember;
import io.tongbao.staff.audit.AuditVerifier;
import io.tongbao.web.security.CsrfToken;
import io.tongbao.web.security.SessionCookie;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Customers and two people of staff at a running sandbox, each with a session of their own. */
final class DeskStage implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final OpsDesk desk;
    final StaffMember maker;
    final StaffMember checker;
    private int keys;

    DeskStage() throws IOException {
        desk = new OpsDesk();
        maker = desk.member("desk-maker", Role.RISK);
        checker = desk.member("desk-checker", Role.RISK);
    }

    @Override
    public void close() throws IOException, SQLException {
        assertThat(AuditVerifier.verify(desk.bean(DataSource.class), null, null).firstBroken())
                .isNull();
        desk.close();
    }

    record Answer(int status, String text, JsonNode json) {

        String text(String field) {
            return json.path(field).asString("");
        }
    }

    Answer send(String method, String path, String body, List<String> who, String... more) {
        try {
            List<String> headers = new ArrayList<>(who);
            if (!method.equals("GET") && !Arrays.asList(more).contains("Idempotency-Key")) {
                headers.addAll(List.of("Idempotency-Key", "desk-" + ++keys));
            }
            HttpResponse<String> answer = desk.send(method, path, body, headers, more);
            String text = answer.body();
            return new Answer(
                    answer.statusCode(), text, text.startsWith("{") ? JSON.readTree(text) : JSON.createObjectNode());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<String> staff(StaffMember member) {
        return OpsDesk.headers(desk.session(member, Factor.PASSWORD, Factor.TOTP));
    }

    List<String> customer(String number) {
        String token = desk.bean(Sessions.class)
                .open(Subject.customer(uuid(number)), EnumSet.of(Factor.PASSWORD, Factor.TOTP), "test", "127.0.0.1")
                .token();
        return List.of("Cookie", SessionCookie.CUSTOMER.name() + "=" + token, CsrfToken.HEADER, CsrfToken.of(token));
    }

    UUID uuid(String number) {
        return desk.bean(Customers.class)
                .byMsisdn(new Msisdn(number))
                .orElseThrow()
                .id();
    }

    String id(String number) {
        return PublicId.format("cus", uuid(number));
    }

    long available(String number) {
        long wallet = desk.bean(Customers.class)
                .byMsisdn(new Msisdn(number))
                .orElseThrow()
                .walletAccountId();
        return desk.bean(Ledger.class).account(wallet).orElseThrow().available();
    }

    /** One proposes, the other approves. */
    Answer decided(StaffMember one, StaffMember other, String kind, String payload) {
        Answer made = send(
                "POST",
                "/ops/v1/proposals",
                "{\"kind\": \"" + kind + "\", \"reason\": \"by request 按申请\", \"payload\": " + payload + "}",
                staff(one));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return send("POST", "/ops/v1/proposals/" + made.text("id") + "/approve", "{}", staff(other));
    }

    Answer decided(String kind, String payload) {
        return decided(maker, checker, kind, payload);
    }

    String trail() {
        StaffMember auditor = desk.member("auditor-" + ++keys, Role.AUDITOR);
        return send("GET", "/ops/v1/audit?limit=100", "", staff(auditor)).text();
    }

    /** A new customer through the front door; the id. */
    String registered(String language, String number) {
        String[] from = {"Accept-Language", language, "X-Forwarded-For", "203.0.113." + ++keys};
        Answer started = send("POST", "/app/v1/registrations", "{\"msisdn\": \"" + number + "\"}", List.of(), from);
        assertThat(started.status()).as(started.text()).isEqualTo(201);
        String path = "/app/v1/registrations/" + started.text("id");
        String text = sent(number);
        String code = text.replaceAll("(?s).*?([0-9]{6}).*", "$1");
        send("POST", path + "/number", "{\"code\": \"" + code + "\"}", List.of(), from);
        String version = send("GET", "/app/v1/terms", "", List.of(), from).text("version");
        send("POST", path + "/terms", "{\"version\": \"" + version + "\"}", List.of(), from);
        Answer finished =
                send("POST", path + "/finish", "{\"name\": \"陈 Chen\", \"pin\": \"804617\"}", List.of(), from);
        assertThat(finished.status()).as(finished.text()).isEqualTo(201);
        return id("+86" + number);
    }

    String sent(String number) {
        try {
            String texts = desk.send("GET", "/sandbox/texts?limit=1&to=" + number, "", List.of())
                    .body();
            return JSON.readTree(texts).path(0).path("text").asString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
