package io.tongbao.bench.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The attack stays within the policy, and would get through if nobody counted. */
final class LoginAttackTest {

    @TempDir
    private Path directory;

    @Test
    void guessesStayWithinThePolicy() throws Exception {
        LoginAttack.Report report = LoginAttack.run(directory, 8, 24, false);
        assertThat(report.kinds()).allSatisfy(kind -> {
            assertThat(kind.sent()).as("%s", kind).isGreaterThan(kind.policyMax());
            assertThat(kind.admitted()).as("%s", kind).isPositive().isLessThanOrEqualTo(kind.policyMax());
        });
        assertThat(report.admittedWithinPolicy()).isTrue();
    }

    @Test
    void withoutCountingTheyGetThrough() throws Exception {
        LoginAttack.Report report = LoginAttack.run(directory, 8, 24, true);
        for (String kind : new String[] {"password", "totp", "code"}) {
            assertThat(report.kind(kind).withinPolicy()).as("%s", report.kind(kind)).isFalse();
        }
        assertThat(report.admittedWithinPolicy()).isFalse();
    }
}
