package io.tongbao.bench.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bench.process.TemporaryDirectory;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The attack stays within the policy, and would get through if nobody counted. */
final class LoginAttackTest {

    @Test
    void guessesStayWithinThePolicy() throws Exception {
        LoginAttack.Report report = attack(false);
        assertThat(report.kinds()).allSatisfy(kind -> {
            assertThat(kind.sent()).as("%s", kind).isGreaterThan(kind.policyMax());
            assertThat(kind.admitted()).as("%s", kind).isPositive().isLessThanOrEqualTo(kind.policyMax());
        });
        assertThat(report.admittedWithinPolicy()).isTrue();
    }

    @Test
    void withoutCountingTheyGetThrough() throws Exception {
        LoginAttack.Report report = attack(true);
        for (String kind : new String[] {"password", "totp", "code", "pin"}) {
            assertThat(report.kind(kind).withinPolicy())
                    .as("%s", report.kind(kind))
                    .isFalse();
        }
        assertThat(report.admittedWithinPolicy()).isFalse();
    }

    private static LoginAttack.Report attack(boolean sabotage) throws IOException {
        try (TemporaryDirectory directory = TemporaryDirectory.create("tongbao-attack")) {
            return LoginAttack.run(directory.path(), 8, 24, sabotage);
        }
    }
}
