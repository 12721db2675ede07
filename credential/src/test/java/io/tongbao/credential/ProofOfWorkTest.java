package io.tongbao.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.credential.ProofOfWork.Puzzle;
import io.tongbao.kernel.Refused;
import io.tongbao.vault.Vault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProofOfWorkTest {

    private static final String PURPOSE = "sign-in:+8613800138000";

    private final Fixture fixture = new Fixture();
    private final ProofOfWork work =
            new ProofOfWork(fixture.database.dataSource(), fixture.vault, fixture.clock, fixture.random);

    @Test
    void aSolvedPuzzleServesOnceForItsPurpose() throws Exception {
        Puzzle puzzle = work.puzzle(PURPOSE, 12);
        String answer = ProofOfWork.solve(puzzle);
        refused(() -> work.redeem("registration", puzzle.challenge(), answer, 12));
        refused(() -> work.redeem(PURPOSE, puzzle.challenge(), answer, 13));
        refused(() -> work.redeem(PURPOSE, puzzle.challenge(), "1" + answer, 12));
        List<Boolean> answers = Fixture.atOnce(6, () -> {
            try {
                work.redeem(PURPOSE, puzzle.challenge(), answer, 12);
                return true;
            } catch (Refused e) {
                return false;
            }
        });
        assertThat(answers).filteredOn(accepted -> accepted).hasSize(1);
    }

    @Test
    void whatIsForgedOrOldIsRefused() {
        Puzzle puzzle = work.puzzle(PURPOSE, 8);
        String answer = ProofOfWork.solve(puzzle);
        char flipped = puzzle.challenge().charAt(5) == 'A' ? 'B' : 'A';
        String forged = puzzle.challenge().substring(0, 5)
                + flipped
                + puzzle.challenge().substring(6);
        refused(() -> work.redeem(PURPOSE, forged, answer, 1));
        refused(() -> work.redeem(PURPOSE, "not base64!", answer, 1));
        refused(() -> work.redeem(PURPOSE, "AAAA", answer, 1));
        refused(() -> work.redeem(PURPOSE, puzzle.challenge(), "0".repeat(500), 1));
        fixture.clock.advance(Duration.ofMinutes(11));
        refused(() -> work.redeem(PURPOSE, puzzle.challenge(), answer, 8));
    }

    @Test
    void aRotatedKeyTakesWhatWasAskedBefore() {
        Puzzle puzzle = work.puzzle(PURPOSE, 8);
        Vault rotated = fixture.vault.rotatedInMemory(io.tongbao.vault.KeyPurpose.CODE);
        ProofOfWork after = new ProofOfWork(fixture.database.dataSource(), rotated, fixture.clock, fixture.random);
        assertThatCode(() -> after.redeem(PURPOSE, puzzle.challenge(), ProofOfWork.solve(puzzle), 8))
                .doesNotThrowAnyException();
        fixture.clock.advance(Duration.ofMinutes(11));
        assertThat(after.purge()).isEqualTo(1);
    }

    @Test
    void suspicionMakesItHarder() {
        assertThat(List.of(0, 2, 3, 9, 10, 29, 30, 1_000).stream().map(ProofOfWork::bitsFor))
                .containsExactly(0, 0, 14, 14, 16, 16, 18, 18);
    }

    private static void refused(Runnable redeem) {
        assertThatThrownBy(redeem::run).hasMessage("proof_of_work_refused");
    }
}
