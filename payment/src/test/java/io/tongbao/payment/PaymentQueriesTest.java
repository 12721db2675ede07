package io.tongbao.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.customer.Customer;
import io.tongbao.payment.state.PaymentState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaymentQueriesTest {

    private final Stage stage = new Stage();
    private final Customer li = stage.customer("李雷", 100_000);

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void pagesCoverEverythingOnceNewestFirst() {
        for (int i = 1; i <= 7; i++) {
            stage.paid(li, stage.order(i * 100L));
            stage.clock.advance(Duration.ofSeconds(1));
        }
        List<Payment> seen = new ArrayList<>();
        PaymentFilter filter = PaymentFilter.all(3);
        Page<Payment> page = stage.queries.list(new Party.Provider(stage.shop), filter);
        seen.addAll(page.items());
        while (page.nextCursor() != null) {
            page = stage.queries.list(new Party.Provider(stage.shop), filter.after(page.nextCursor()));
            seen.addAll(page.items());
        }
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        assertThat(seen)
                .isSortedAccordingTo(Comparator.comparing(Payment::createdTs).reversed());
        // The customer also sees the cash that came in.
        assertThat(stage.queries
                        .list(new Party.Customer(li.id()), PaymentFilter.all(50))
                        .items())
                .hasSize(8);
        assertThat(stage.queries
                        .list(new Party.Customer(UUID.randomUUID()), PaymentFilter.all(50))
                        .items())
                .isEmpty();
    }

    @Test
    void filtersNarrow() {
        Payment small = stage.paid(li, stage.order(100));
        stage.clock.advance(Duration.ofSeconds(1));
        Payment large = stage.paid(li, stage.order(900));
        Payment open = stage.create(stage.order(500));
        Party shop = new Party.Provider(stage.shop);
        assertThat(list(shop, EnumSet.of(PaymentState.CREATED), 0, Long.MAX_VALUE, 0, Long.MAX_VALUE))
                .containsExactly(open);
        assertThat(list(shop, Set.of(), 0, large.createdTs(), 0, Long.MAX_VALUE))
                .containsExactly(small);
        assertThat(list(shop, Set.of(), large.createdTs(), Long.MAX_VALUE, 0, Long.MAX_VALUE))
                .containsExactlyInAnyOrder(large, open);
        assertThat(list(shop, Set.of(), 0, Long.MAX_VALUE, 101, 900)).containsExactlyInAnyOrder(large, open);
        assertThat(stage.queries.byId(new Party.Provider(UUID.randomUUID()), small.id()))
                .isEmpty();
    }

    private List<Payment> list(Party reader, Set<PaymentState> states, long from, long to, long least, long most) {
        return stage.queries
                .list(reader, new PaymentFilter(states, Set.of(), from, to, least, most, null, 50))
                .items();
    }

    @Test
    void theJsonIsTheOneOfVersionOne() {
        Payment paid = stage.paid(li, stage.order(2_500, 60, 0));
        String json = new String(PaymentJson.write(paid), StandardCharsets.UTF_8);
        assertThat(json)
                .startsWith("{\"id\":\"pay_")
                .contains(
                        "\"object\":\"payment\"",
                        "\"kind\":\"purchase\"",
                        "\"state\":\"succeeded\"",
                        "\"amount_minor\":2500,\"currency\":\"CNY\",\"captured_minor\":2500,\"refunded_minor\":0",
                        "\"subject\":\"两杯咖啡\"",
                        "\"method\":\"pin\"",
                        "\"version\":2",
                        "\"created_at\":\"2026-03-01T02:03:04.")
                .doesNotContain("payee_id", "failure", "null");
    }

    @Test
    void codesAreUniqueAndSayWhatToDo() {
        Set<String> seen = new HashSet<>();
        for (PaymentError error : PaymentError.values()) {
            assertThat(seen.add(error.code())).isTrue();
            assertThat(error.zh()).isNotBlank().endsWith("。");
            assertThat(error.en()).isNotBlank().endsWith(".");
            assertThat(error.httpStatus()).isBetween(400, 599);
            assertThat(error.sentence(Locale.ENGLISH)).isEqualTo(error.en());
        }
    }
}
