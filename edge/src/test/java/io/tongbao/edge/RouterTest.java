package io.tongbao.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouterTest {

    private final Router<HttpCall> router = new Router<HttpCall>()
            .get("/v1/payments", call -> {})
            .post("/v1/payments", call -> {})
            .get("/v1/payments/{id}", call -> {})
            .get("/v1/payments/reference/{reference}", call -> {})
            .post("/v1/payments/{id}/refunds", call -> {});

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/payments, /v1/payments",
        "HEAD, /v1/payments, /v1/payments",
        "POST, /v1/payments, /v1/payments",
        "GET, /v1/payments/pay_1, /v1/payments/{id}",
        "GET, /v1/payments/reference/a-1, /v1/payments/reference/{reference}",
        "POST, /v1/payments/pay_1/refunds, /v1/payments/{id}/refunds"
    })
    void finds(String method, String path, String template) {
        assertThat(router.match(method, path).route().template()).isEqualTo(template);
    }

    @Test
    void decodesWhatVaries() {
        assertThat(router.match("GET", "/v1/payments/a%2Fb+c%2b").values()).isEqualTo(Map.of("id", "a/b+c+"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/",
                "/v1/payments/",
                "/v1/payments//refunds",
                "/v1/payments/x/refunds/",
                "/v1/nothing",
                "/v1/payments/x/y/z",
                "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r"
            })
    void doesNotKnow(String path) {
        assertThatThrownBy(() -> router.match("GET", path))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RequestError.NOT_FOUND));
    }

    @Test
    void namesTheMethodsThatAreAllowed() {
        assertThatThrownBy(() -> router.match("DELETE", "/v1/payments"))
                .isInstanceOfSatisfying(
                        Router.NotAllowed.class, e -> assertThat(e.allow()).isEqualTo("GET, POST"));
        assertThatThrownBy(() -> router.match("GET", "/v1/payments/%zz"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RequestError.INVALID_REQUEST));
    }

    @Test
    void refusesTwoHandlersForOneRoute() {
        assertThatThrownBy(() -> router.get("/v1/payments", call -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> router.get("/v1/payments/{other}/x", call -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
