package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.pki.Authorities;
import io.tongbao.pki.Authority;
import io.tongbao.staff.Role;
import io.tongbao.staff.StaffMember;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An enterprise over HTTP, from its registration to its payments, with the staff who look at its papers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EnterpriseDeskStoryTest {

    /** Of the sandbox's payers. */
    private static final String LI = "+8613800138001";

    private static final String ZHANG = "+8613800138000";
    private static final String LI_PIN = "147029";

    private final DeskStage stage;

    EnterpriseDeskStoryTest() throws IOException {
        stage = new DeskStage();
    }

    @AfterAll
    void close() throws IOException, SQLException {
        stage.close();
    }

    @Test
    void anEnterpriseRegistersIsReviewedAndPays() {
        String person = "{\"name\": \"王法人\", \"document\": {\"kind\": \"resident_card\", \"number\":"
                + " \"110101199003070011\"}%s}";
        String body = "{\"credit_code\": \"914403001922038216\", \"legal_name\": \"深圳大浪有限公司\","
                + " \"msisdn\": \"13700000010\", \"legal_representative\": " + person.formatted("")
                + ", \"beneficial_owners\": [" + person.formatted(", \"share_bp\": 6000") + "],"
                + " \"checker_from_minor\": 100000}";
        DeskStage.Answer registered =
                stage.send("POST", "/app/v1/enterprises", body, stage.customer(LI), "Idempotency-Key", "ent-1");
        assertThat(registered.status()).as(registered.text()).isEqualTo(201);
        assertThat(registered.text()).doesNotContain("110101199003070011", "王法人");
        String id = registered.text("id");
        assertThat(stage.send("POST", "/app/v1/enterprises", body, stage.customer(LI), "Idempotency-Key", "ent-1")
                        .text("id"))
                .isEqualTo(id);
        assertThat(stage.send("POST", "/app/v1/enterprises", body.replace("6000", "2499"), stage.customer(LI))
                        .json()
                        .path("field")
                        .asString())
                .isEqualTo("beneficial_owners[0].share_bp");
        assertThat(stage.send("GET", "/app/v1/enterprises", "", stage.customer(LI))
                        .text())
                .contains(id);
        assertThat(stage.send("GET", "/app/v1/enterprises/" + id, "", stage.customer(ZHANG))
                        .text("code"))
                .isEqualTo("enterprise_not_found");

        StaffMember care = stage.desk.member("desk-enterprise", Role.CARE);
        assertThat(stage.send("GET", "/ops/v1/enterprises", "", stage.staff(care))
                        .text())
                .contains(id, "waiting");
        assertThat(stage.send(
                                "POST",
                                "/ops/v1/enterprises/" + id + "/reveal",
                                "{\"reason\": \"papers 资料\"}",
                                stage.staff(care))
                        .text())
                .contains("王法人", "110101199003070011", "6000");
        String payload = "{\"enterprise\": \"" + id + "\", \"state\": \"%s\", \"note\": \"%s\"}";
        assertThat(stage.decided(
                                care,
                                stage.checker,
                                "enterprise.review",
                                payload.formatted("refused", "缺少章程 charter missing"))
                        .text("state"))
                .isEqualTo("applied");
        assertThat(stage.send("GET", "/app/v1/enterprises/" + id, "", stage.customer(LI))
                        .text("refusal"))
                .contains("charter");
        assertThat(stage.decided(care, stage.checker, "enterprise.review", payload.formatted("verified", ""))
                        .text("state"))
                .isEqualTo("applied");
        assertThat(stage.send("GET", "/app/v1/enterprises/" + id, "", stage.customer(LI))
                        .text())
                .contains("\"verified\":true");

        // A person pays the enterprise, the enterprise a person.
        String transfer = "{\"payee\": {\"customer\": \"" + id
                + "\"}, \"amount_minor\": 300, \"currency\": \"CNY\", \"subject\": \"货款\"%s}";
        DeskStage.Answer challenge = stage.send(
                "POST",
                "/app/v1/challenges",
                "{\"transfer\": {\"customer\": \"" + id + "\", \"amount_minor\": 300,"
                        + " \"currency\": \"CNY\", \"subject\": \"货款\"}}",
                stage.customer(LI));
        assertThat(challenge.status()).as(challenge.text()).isEqualTo(201);
        assertThat(stage.send(
                                "POST",
                                "/app/v1/challenges/" + challenge.text("id") + "/pin",
                                "{\"pin\": \"" + LI_PIN + "\"}",
                                stage.customer(LI))
                        .text("state"))
                .isEqualTo("satisfied");
        DeskStage.Answer paid = stage.send(
                "POST",
                "/app/v1/transfers",
                transfer.formatted(", \"challenge\": \"" + challenge.text("id") + "\""),
                stage.customer(LI));
        assertThat(paid.status()).as(paid.text()).isIn(200, 201);
        DeskStage.Answer made = stage.send(
                "POST",
                "/app/v1/enterprises/" + id + "/payments",
                "{\"payee\": \"" + stage.id(ZHANG) + "\", \"amount_minor\": 200, \"currency\": \"CNY\","
                        + " \"subject\": \"退款 refund\", \"pin\": \"" + LI_PIN + "\"}",
                stage.customer(LI));
        assertThat(made.text("state")).as(made.text()).isEqualTo("satisfied");
        DeskStage.Answer sent = stage.send(
                "POST",
                "/app/v1/enterprises/" + id + "/payments/" + made.text("id") + "/pay",
                "{}",
                stage.customer(LI));
        assertThat(sent.status()).as(sent.text()).isIn(200, 201);
    }

    @Test
    void anOutsideAuthorityIsTrustedAndRetiredByTwo() {
        StaffMember one = stage.desk.member("anchor-one", Role.ADMIN);
        StaffMember two = stage.desk.member("anchor-two", Role.ADMIN);
        // Any authority's certificate does; our own root is at hand.
        byte[] root = stage.desk.bean(Authorities.class).list().stream()
                .filter(found ->
                        found.level() == Authority.Level.ROOT && found.name().startsWith("p256"))
                .findFirst()
                .orElseThrow()
                .certificateDer();
        String install = "{\"label\": \"CFCA 测试\", \"on_silence\": \"refuse\", \"certificate\": \""
                + Base64.getEncoder().encodeToString(root) + "\"}";
        DeskStage.Answer installed = stage.decided(one, two, "trust_anchor.install", install);
        assertThat(installed.text("state")).as(installed.text()).isEqualTo("applied");
        DeskStage.Answer listed = stage.send("GET", "/ops/v1/trust-anchors", "", stage.staff(one));
        assertThat(listed.text()).contains("CFCA 测试", "refuse");
        String anchor = listed.json().path("data").path(0).path("id").asString();
        assertThat(stage.decided(one, two, "trust_anchor.retire", "{\"trust_anchor\": \"" + anchor + "\"}")
                        .text("state"))
                .isEqualTo("applied");
        assertThat(stage.send("GET", "/ops/v1/trust-anchors", "", stage.staff(one))
                        .text())
                .doesNotContain(anchor);
        String nonsense = "{\"label\": \"x\", \"on_silence\": \"refuse\", \"certificate\": \"AAAA\"}";
        assertThat(stage.send(
                                "POST",
                                "/ops/v1/proposals",
                                "{\"kind\": \"trust_anchor.install\", \"reason\": \"test\", \"payload\": " + nonsense
                                        + "}",
                                stage.staff(one))
                        .text("code"))
                .isEqualTo("trust_anchor_not_allowed");
    }
}
