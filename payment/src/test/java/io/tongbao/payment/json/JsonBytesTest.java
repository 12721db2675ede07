package io.tongbao.payment.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.kernel.PublicId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class JsonBytesTest {

    private static final DateTimeFormatter RFC3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    @Test
    void objectsNestAndEscape() {
        JsonBytes json = new JsonBytes(16)
                .begin()
                .field("a", 0)
                .field("b", -12)
                .field("c", "x\"\\\n通宝 😀")
                .field("d", true)
                .name("e")
                .beginArray()
                .value(1)
                .value("two")
                .begin()
                .end()
                .endArray()
                .name("f")
                .raw("{}".getBytes(StandardCharsets.UTF_8))
                .end();
        assertThat(text(json))
                .isEqualTo(
                        "{\"a\":0,\"b\":-12,\"c\":\"x\\\"\\\\\\u000a通宝 😀\",\"d\":true,\"e\":[1,\"two\",{}],\"f\":{}}");
    }

    @Property
    void timesAreThoseOfTheCalendar(@ForAll @LongRange(min = 0, max = 253_402_300_799_999_999L) long micros) {
        String expected = RFC3339.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        assertThat(text(new JsonBytes().begin().time("t", micros).end())).isEqualTo("{\"t\":\"" + expected + "\"}");
    }

    @Property
    void idsAreThePublicOnes(@ForAll long high, @ForAll long low) {
        UUID id = new UUID(high, low);
        assertThat(text(new JsonBytes().begin().id("id", "pay", id).end()))
                .isEqualTo("{\"id\":\"" + PublicId.format("pay", id) + "\"}");
    }

    @Property
    void numbersAreDecimal(@ForAll long value) {
        assertThat(text(new JsonBytes().begin().field("n", value).end())).isEqualTo("{\"n\":" + value + "}");
    }

    private static String text(JsonBytes json) {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }
}
