package io.tongbao.partner.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScriptTest {

    @Test
    void whatWasOrderedComesFirstAndOnce() {
        Script script = new Script(1);
        script.next("debit", Trick.of(Mischief.TWICE), 2);
        script.next("*", Trick.of(Mischief.CLOSED), 1);
        assertThat(script.draw("inquire").mischief()).isEqualTo(Mischief.CLOSED);
        assertThat(script.draw("debit").mischief()).isEqualTo(Mischief.TWICE);
        assertThat(script.draw("debit").mischief()).isEqualTo(Mischief.TWICE);
        assertThat(script.draw("debit")).isEqualTo(Trick.NONE);
    }

    @Test
    void oddsHoldAndComeAgainFromTheirSeed() {
        Script script = new Script(1);
        List<Script.Odds> odds = List.of(
                new Script.Odds("debit", Trick.of(Mischief.TIMEOUT_AFTER), 50_000),
                new Script.Odds("*", Trick.of(Mischief.TWICE), 20_000));
        script.odds(odds, 7);
        List<Mischief> first = draws(script);
        script.odds(odds, 7);
        assertThat(draws(script)).isEqualTo(first);
        assertThat((double)
                        first.stream().filter(Mischief.TIMEOUT_AFTER::equals).count())
                .isCloseTo(1_000, within(200.0));
        assertThat((double) first.stream().filter(Mischief.TWICE::equals).count())
                .isCloseTo(400, within(120.0));
        script.clear();
        assertThat(draws(script)).containsOnly(Mischief.NONE);
    }

    private static List<Mischief> draws(Script script) {
        List<Mischief> all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            all.add(script.draw("debit").mischief());
        }
        return all;
    }

    @Test
    void aJournalGivesBackItsWholeLines(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("books");
        try (JournalFile journal = JournalFile.open(file, line -> {})) {
            journal.append("one");
            journal.append("二");
        }
        // The machine stopped in the middle of the third.
        Files.writeString(file, "thr", StandardOpenOption.APPEND);
        List<String> lines = new ArrayList<>();
        try (JournalFile journal = JournalFile.open(file, lines::add)) {
            journal.append("four");
        }
        assertThat(lines).containsExactly("one", "二");
        lines.clear();
        JournalFile.open(file, lines::add).close();
        assertThat(lines).containsExactly("one", "二", "four");
    }
}
