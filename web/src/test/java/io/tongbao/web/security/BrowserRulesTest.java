package io.tongbao.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.edge.WebError;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class BrowserRulesTest {

    private static final String TOKEN = "0123456789abcdefABCDEF_-";

    private static void refused(ThrowingCallable call, ErrorCode code) {
        assertThatExceptionOfType(Refused.class).isThrownBy(call).satisfies(refused -> assertThat(refused.code())
                .isEqualTo(code));
    }

    @Test
    void aCookieIsReadWrittenAndCleared() {
        FakeExchange exchange = new FakeExchange("192.0.2.1");
        SessionCookie.STAFF.set(exchange, TOKEN);
        assertThat(exchange.answered)
                .containsExactly(
                        "Set-Cookie: __Host-tongbao-ops=" + TOKEN + "; Path=/; Secure; HttpOnly; SameSite=Strict");
        exchange.with("Cookie", "a=b; __Host-tongbao-ops=" + TOKEN + "; __Host-tongbao-app=" + TOKEN + "x");
        assertThat(SessionCookie.STAFF.read(exchange)).hasValue(TOKEN);
        assertThat(SessionCookie.CUSTOMER.read(exchange)).hasValue(TOKEN + "x");
        assertThat(SessionCookie.BROWSER.read(exchange)).isEmpty();
        exchange.with("Cookie", "__Host-tongbao-ops=" + TOKEN + "; __Host-tongbao-ops=" + TOKEN + "y");
        assertThat(SessionCookie.STAFF.read(exchange)).as("planted").isEmpty();
        exchange.with("Cookie", "__Host-tongbao-ops=short");
        assertThat(SessionCookie.STAFF.read(exchange)).isEmpty();
        assertThatThrownBy(() -> SessionCookie.STAFF.set(exchange, "a; b\r\nX: y and more of it"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SessionCookie("session")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWriteNeedsItsOwnOriginAndToken() {
        FakeExchange exchange = new FakeExchange("192.0.2.1");
        CsrfToken.requireSameOrigin(exchange);
        exchange.with("Origin", "https://pay.example.com").with("Sec-Fetch-Site", "same-origin");
        CsrfToken.requireSameOrigin(exchange);
        for (String origin :
                List.of("null", "http://pay.example.com", "https://pay.example.com.evil", "https://evil")) {
            exchange.with("Origin", origin);
            refused(() -> CsrfToken.requireSameOrigin(exchange), WebError.CROSS_SITE_REQUEST);
        }
        CsrfToken.require(exchange, null);
        refused(() -> CsrfToken.require(exchange, TOKEN), WebError.CSRF_TOKEN_REQUIRED);
        exchange.with(CsrfToken.HEADER, CsrfToken.of(TOKEN + "x"));
        refused(() -> CsrfToken.require(exchange, TOKEN), WebError.CSRF_TOKEN_REQUIRED);
        exchange.with(CsrfToken.HEADER, CsrfToken.of(TOKEN));
        CsrfToken.require(exchange, TOKEN);
        assertThat(CsrfToken.of(TOKEN)).hasSize(43).doesNotContain(TOKEN);
    }

    @Test
    void anAddressIsLimitedAndItsNeighbourIsNot() {
        AddressLimits limits = new AddressLimits();
        FakeExchange busy = new FakeExchange("203.0.113.1");
        int admitted = 0;
        boolean refused = false;
        while (!refused) {
            try {
                limits.admit(busy);
                admitted++;
            } catch (Refused e) {
                assertThat(e.code()).isEqualTo(RequestError.RATE_LIMITED);
                refused = true;
            }
        }
        assertThat(admitted).isGreaterThanOrEqualTo(4 * AddressLimits.REQUESTS_PER_SECOND);
        assertThat(busy.answered).anyMatch(header -> header.startsWith("Retry-After: "));
        limits.admit(new FakeExchange("203.0.113.2"));
        for (int i = 0; i < 10_000; i++) {
            limits.admit(new FakeExchange("127.0.0.1"));
        }
        assertThat(AddressLimits.key("2001:db8:1:2:3:4:5:6")).isEqualTo(AddressLimits.key("2001:db8:1:2:ffff:0:0:1"));
        assertThat(AddressLimits.key("2001:db8:1:2:3:4:5:6")).isNotEqualTo(AddressLimits.key("2001:db8:1:3:3:4:5:6"));
    }

    @Test
    void aStrangerWhoIsRefusedTooOftenWaits() {
        AddressLimits limits = new AddressLimits();
        assertThat(limits.strangerWaitsS("203.0.113.1")).isZero();
        int refusals = 0;
        while (limits.strangerWaitsS("203.0.113.1") == 0 && refusals < 10_000) {
            limits.strangerRefused("203.0.113.1");
            refusals++;
        }
        assertThat(refusals).isBetween(AddressLimits.STRANGERS_PER_MINUTE, AddressLimits.STRANGERS_PER_MINUTE + 60);
        assertThat(limits.strangerWaitsS("203.0.113.2")).isZero();
    }

    @Test
    void onlyTheDescriptionHasAPolicyOfItsOwn() {
        assertThat(SecurityHeaders.hasOwnPolicy("/docs/errors")).isTrue();
        assertThat(SecurityHeaders.hasOwnPolicy("/openapi.json")).isTrue();
        assertThat(SecurityHeaders.hasOwnPolicy("/app/docs")).isFalse();
        assertThat(SecurityHeaders.isApi("/v1/balance")).isTrue();
        assertThat(SecurityHeaders.isApi("/ops/v1/me")).isFalse();
    }
}
