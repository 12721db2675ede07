package io.tongbao.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonLineTest {

    @Test
    void writesOneObjectOnOneLine() {
        assertThat(new JsonLine()
                        .put("rows", 3)
                        .put("rate", 1234.5678, 2)
                        .put("none", Double.NaN, 1)
                        .put("ok", true)
                        .put("text", "a\"b\\c\n")
                        .put("by", Map.of("X", 1L))
                        .toString())
                .isEqualTo("{\"rows\":3,\"rate\":1234.57,\"none\":null,\"ok\":true,\"text\":\"a\\\"b\\\\c\\u000a\","
                        + "\"by\":{\"X\":1}}");
        assertThat(new JsonLine().toString()).isEqualTo("{}");
    }

    @Test
    void aStepOfAMomentSaysNothing() {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        try (ProgressBar bar = new ProgressBar(new PrintStream(drawn, true, StandardCharsets.UTF_8), true, "Step")) {
            bar.at(1, 2, "");
        }
        assertThat(drawn.size()).isZero();
    }
}
