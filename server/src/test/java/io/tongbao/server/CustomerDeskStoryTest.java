package io.tongbao.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.customer.Customers;
import io.tongbao.kernel.Msisdn;
import io.tongbao.staff.Role;
import io.tongbao.staff.StaffMember;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What staff do about customers over HTTP: pictures, holds, numbers, locks, the end of an account. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CustomerDeskStoryTest {

    /** Of the sandbox's payers. */
    private static final String LI = "+8613800138001";

    private static final String ZHANG = "+8613800138000";
    private static final String WANG = "+8613800138002";

    private final DeskStage stage;

    CustomerDeskStoryTest() throws IOException {
        stage = new DeskStage();
    }

    @AfterAll
    void close() throws IOException, SQLException {
        stage.close();
    }

    /** One white dot. */
    private static byte[] png(int padding) {
        ByteBuffer picture = ByteBuffer.allocate(8 + 12 + padding + 12);
        picture.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        picture.putInt(padding)
                .put(new byte[] {'I', 'D', 'A', 'T'})
                .put(new byte[padding])
                .putInt(0);
        picture.putInt(0).put(new byte[] {'I', 'E', 'N', 'D'}).putInt(0);
        return picture.array();
    }

    private DeskStage.Answer upload(String number, String side, int bytes) {
        return stage.send(
                "POST",
                "/app/v1/identity/documents",
                "{\"side\": \"" + side + "\", \"picture\": \""
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(png(bytes)) + "\"}",
                stage.customer(number));
    }

    @Test
    void picturesAreLookedAtAndCount() {
        DeskStage.Answer uploaded = upload(ZHANG, "portrait", 1_500_000);
        assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
        assertThat(upload(ZHANG, "portrait", 3_000_000).status()).isEqualTo(413);
        DeskStage.Answer anonymous = stage.send("POST", "/app/v1/identity/documents", "{}", List.of());
        assertThat(anonymous.text("code")).isEqualTo("not_signed_in");
        String bad = upload(ZHANG, "emblem", 1_000).text("id");
        StaffMember care = stage.desk.member("desk-care", Role.CARE);
        assertThat(stage.send("GET", "/ops/v1/documents", "", stage.staff(care)).text())
                .contains(uploaded.text("id"), bad);
        String path = "/ops/v1/documents/" + uploaded.text("id");
        assertThat(stage.send("POST", path + "/open", "{}", stage.staff(care)).text("code"))
                .isEqualTo("missing_field");
        DeskStage.Answer seen = stage.send("POST", path + "/open", "{\"reason\": \"review 审核\"}", stage.staff(care));
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.text()).contains("PNG");
        assertThat(stage.send("POST", path + "/accept", "{}", stage.staff(care)).text("state"))
                .isEqualTo("accepted");
        assertThat(stage.send("POST", path + "/accept", "{}", stage.staff(care)).text("code"))
                .isEqualTo("document_already_reviewed");
        assertThat(stage.send(
                                "POST",
                                "/ops/v1/documents/" + bad + "/refuse",
                                "{\"reason\": \"模糊 blurred\"}",
                                stage.staff(care))
                        .text("state"))
                .isEqualTo("refused");
        assertThat(stage.send("GET", "/app/v1/notices", "", stage.customer(ZHANG))
                        .text())
                .contains("blurred");
        String shown = stage.send("GET", "/ops/v1/customers/" + stage.id(ZHANG), "", stage.staff(care))
                .text();
        assertThat(shown).contains("document_review", "passed");
        assertThat(stage.send(
                                "POST",
                                "/ops/v1/customers/" + stage.id(ZHANG) + "/seen-in-person",
                                "{\"reason\": \"柜台 counter\"}",
                                stage.staff(care))
                        .text("state"))
                .isEqualTo("passed");
        assertThat(stage.send("GET", "/ops/v1/customers/" + stage.id(ZHANG), "", stage.staff(care))
                        .text("class"))
                .isEqualTo("iii");
        String trail = stage.trail();
        assertThat(trail)
                .contains("document.revealed", "document.accepted", "document.refused", "customer.seen-in-person");
    }

    @Test
    void aCustomerIsFoundAndSeenMasked() {
        StaffMember care = stage.desk.member("desk-search", Role.CARE);
        String search = "/ops/v1/customers/search";
        DeskStage.Answer byNumber = stage.send("POST", search, "{\"msisdn\": \"" + LI + "\"}", stage.staff(care));
        assertThat(byNumber.json().path("data").path(0).path("id").asString()).isEqualTo(stage.id(LI));
        assertThat(byNumber.text()).doesNotContain("13800138001");
        String number = stage.send(
                        "POST",
                        "/ops/v1/customers/" + stage.id(LI) + "/reveal",
                        "{\"fields\": [\"document_number\", \"legal_name\"], \"reason\": \"compare 核对\"}",
                        stage.staff(care))
                .text("document_number");
        assertThat(number).hasSize(18);
        DeskStage.Answer byDocument =
                stage.send("POST", search, "{\"identity_number\": \"" + number + "\"}", stage.staff(care));
        assertThat(byDocument.text()).contains(stage.id(LI)).doesNotContain(number);
        assertThat(stage.send("POST", search, "{}", stage.staff(care)).status()).isEqualTo(400);
        assertThat(stage.send("GET", "/ops/v1/customers/" + stage.id(LI) + "/events", "", stage.staff(care))
                        .status())
                .isEqualTo(200);
        assertThat(stage.trail()).contains("customer.searched").doesNotContain(number, "13800138001");
    }

    @Test
    void aCourtsHoldIsPlacedByOneAndReleasedByTwo() {
        String path = "/ops/v1/customers/" + stage.id(LI) + "/holds";
        long before = stage.available(LI);
        String court = "{\"authority\": \"court\", \"amount_minor\": 500, \"reference\": \"(2026) 粤 01 号\"}";
        DeskStage.Answer placed =
                stage.send("POST", path, court, stage.staff(stage.maker), "Idempotency-Key", "court-1");
        assertThat(placed.status()).as(placed.text()).isEqualTo(201);
        assertThat(placed.json().path("held_minor").asLong()).isEqualTo(500);
        assertThat(stage.send("POST", path, court, stage.staff(stage.maker), "Idempotency-Key", "court-1")
                        .text("id"))
                .isEqualTo(placed.text("id"));
        assertThat(stage.send(
                                "POST",
                                path,
                                court.replace("500", "600"),
                                stage.staff(stage.maker),
                                "Idempotency-Key",
                                "court-1")
                        .text("code"))
                .isEqualTo("hold_key_reused");
        assertThat(stage.available(LI)).isEqualTo(before - 500);
        StaffMember care = stage.desk.member("desk-hold", Role.CARE);
        assertThat(stage.send("POST", path, court, stage.staff(care)).text("code"))
                .isEqualTo("permission_missing");
        String release = "{\"hold\": \"" + placed.text("id") + "\"}";
        assertThat(stage.decided("hold.release", release).text("state")).isEqualTo("applied");
        assertThat(stage.available(LI)).isEqualTo(before);
        assertThat(stage.send("GET", path, "", stage.staff(care)).text()).contains("lifted");

        String zhang = "{\"customer\": \"" + stage.id(ZHANG) + "\", \"status\": \"%s\"}";
        assertThat(stage.decided("customer.freeze", zhang.formatted("frozen")).text("state"))
                .isEqualTo("applied");
        assertThat(stage.send("GET", "/ops/v1/customers/" + stage.id(ZHANG) + "/holds", "", stage.staff(care))
                        .text())
                .contains("\"authority\":\"staff\"", "standing", "staff:stf_");
        DeskStage.Answer court2 = stage.send(
                "POST",
                "/ops/v1/customers/" + stage.id(ZHANG) + "/holds",
                "{\"authority\": \"court\", \"reference\": \"whole\"}",
                stage.staff(stage.maker));
        assertThat(stage.decided("customer.freeze", zhang.formatted("active")).text("code"))
                .isEqualTo("hold_prevents");
        assertThat(stage.decided("hold.release", "{\"hold\": \"" + court2.text("id") + "\"}")
                        .text("state"))
                .isEqualTo("applied");
        assertThat(stage.decided("customer.freeze", zhang.formatted("active")).text("state"))
                .isEqualTo("applied");
    }

    @Test
    void aLockedPinIsUnlockedByTwo() {
        String pin = "/app/v1/pin";
        String change = "{\"old_pin\": \"000001\", \"new_pin\": \"804617\"}";
        for (int i = 0; i < 5; i++) {
            assertThat(stage.send("PUT", pin, change, stage.customer(WANG)).text("code"))
                    .isEqualTo("pin_wrong");
        }
        assertThat(stage.send("PUT", pin, change, stage.customer(WANG)).text("code"))
                .isEqualTo("pin_locked");
        String payload = "{\"customer\": \"" + stage.id(WANG) + "\", \"what\": \"%s\"}";
        DeskStage.Answer unlocked = stage.decided("customer.unlock", payload.formatted("pin"));
        assertThat(unlocked.text("state")).as(unlocked.text()).isEqualTo("applied");
        assertThat(stage.send("PUT", pin, change, stage.customer(WANG)).text("code"))
                .isEqualTo("pin_wrong");
        assertThat(stage.decided("customer.unlock", payload.formatted("sign_in"))
                        .text("state"))
                .isEqualTo("applied");
    }

    @ParameterizedTest
    @CsvSource({"zh-CN, 13700000001", "en, 13700000002"})
    void anAccountIsClosedAndErasedByTwo(String language, String number) {
        String customer = stage.registered(language, number);
        String payload = "{\"customer\": \"" + customer + "\", \"state\": \"%s\"}";
        String erase = "{\"kind\": \"customer.end\", \"reason\": \"by request\", \"payload\": "
                + payload.formatted("erased") + "}";
        assertThat(stage.send("POST", "/ops/v1/proposals", erase, stage.staff(stage.maker))
                        .text("code"))
                .isEqualTo("account_not_closed");
        assertThat(stage.decided("customer.end", payload.formatted("closed")).text("state"))
                .isEqualTo("applied");
        assertThat(stage.decided("customer.end", payload.formatted("erased")).text("state"))
                .isEqualTo("applied");
        assertThat(stage.send("POST", "/ops/v1/proposals", erase, stage.staff(stage.maker))
                        .text("code"))
                .isEqualTo("nothing_to_change");
        assertThat(stage.desk.bean(Customers.class).byMsisdn(new Msisdn("+86" + number)))
                .isEmpty();
    }

    @Test
    void aNumberThatTheCarrierGaveAwayLeavesItsCustomer() {
        String customer = stage.registered("zh-CN", "13700000003");
        String report = "{\"msisdn\": \"13700000003\", \"event\": \"%s\", \"reason\": \"运营商通报\"}";
        assertThat(stage.send(
                                "POST",
                                "/ops/v1/number-reports",
                                report.formatted("sim_changed"),
                                stage.staff(stage.maker))
                        .text("customer"))
                .isEqualTo(customer);
        assertThat(stage.send("POST", "/ops/v1/number-reports", report.formatted("recycled"), stage.staff(stage.maker))
                        .text("status"))
                .isEqualTo("dormant");
        assertThat(stage.send("POST", "/ops/v1/number-reports", report.formatted("recycled"), stage.staff(stage.maker))
                        .text("customer"))
                .isEmpty();
        assertThat(stage.send("POST", "/ops/v1/number-reports", report.formatted("stolen"), stage.staff(stage.maker))
                        .text("code"))
                .isEqualTo("invalid_request");
        assertThat(stage.trail()).contains("number.reported").doesNotContain("13700000003");
    }
}
