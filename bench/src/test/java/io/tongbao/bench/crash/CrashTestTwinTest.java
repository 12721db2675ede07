package io.tongbao.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bench.cli.ProgressBar;
import io.tongbao.bench.process.TemporaryDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The crash test itself, small; and whole, among the long tests. */
final class CrashTestTwinTest {

    @Test
    void nothingIsLostInTwoRoundsAndTheControlLosesSome() throws IOException, SQLException {
        run(2, 20_261_121L);
    }

    @Test
    @Tag("long")
    void nothingIsLostInTwentyRounds() throws IOException, SQLException {
        run(20, InstantSource.system().millis());
    }

    private static void run(int rounds, long seed) throws IOException, SQLException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        CrashTest.Report report;
        try (TemporaryDirectory directory = TemporaryDirectory.create("tongbao-crash");
                ProgressBar silent = new ProgressBar(new PrintStream(OutputStream.nullOutputStream()), false, "");
                PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8)) {
            report = new CrashTest(seed, InstantSource.system(), out, silent).run(directory.path(), rounds);
        }
        String story = "seed " + seed + "\n" + told.toString(StandardCharsets.UTF_8);
        assertThat(report.surprises()).as(story).isEmpty();
        assertThat(report.acked()).as(story).isPositive();
        assertThat(report.lost()).as(story).isZero();
        assertThat(report.duplicated()).as(story).isZero();
        assertThat(report.unresolved()).as(story).isZero();
        assertThat(report.controlLost()).as(story).isPositive();
    }
}
