package io.tongbao.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tongbao.postgres.DatabaseAddress;
import io.tongbao.postgres.Databases;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verifier finds nothing in good books, and names the row for every way to falsify them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JournalVerifierTest {

    private static int copies;

    private Path keys = Path.of("");
    private String template = "";

    @BeforeAll
    void build(@TempDir Path folder) throws Exception {
        keys = folder.resolve("keys");
        try (TestDatabase database = Sample.build(keys)) {
            template = database.jdbcUrl().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        }
    }

    private interface Check {
        void on(HikariDataSource copy) throws SQLException, IOException;
    }

    private void onCopy(List<String> sql, Check check) throws SQLException, IOException {
        String name = "sabotage_" + ++copies;
        try (Connection connection = Databases.connect(TestPostgres.server().address("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        }
        DatabaseAddress address = TestPostgres.server().address(name);
        try (Connection connection = Databases.connect(address);
                Statement statement = connection.createStatement()) {
            // As an administrator can: past every trigger.
            statement.execute("SET session_replication_role = replica");
            for (String command : sql) {
                statement.execute(command);
            }
        }
        try (HikariDataSource pool = Databases.pool(address, name, 2)) {
            check.on(pool);
        }
    }

    private VerifyOptions options() {
        return VerifyOptions.JOURNAL_ALONE.withCheckpoints(keys.resolve("checkpoints"), null);
    }

    @ParameterizedTest
    @MethodSource("io.tongbao.ledger.audit.Sabotages#all")
    void namesTheRow(Sabotages.Sabotage sabotage) throws Exception {
        onCopy(List.of(sabotage.sql()), copy -> {
            VerifyReport report = new JournalVerifier(copy, options(), Progress.SILENT).verify();
            assertThat(report.holds()).isFalse();
            assertThat(report.verdict(sabotage.invariant()).broken()).isPositive();
            assertThat(report.verdict(sabotage.invariant()).first())
                    .as(report.text())
                    .contains(sabotage.says());
        });
    }

    @Test
    void everyInvariantIsSabotaged() {
        assertThat(Sabotages.all().map(Sabotages.Sabotage::invariant).distinct())
                .containsExactlyInAnyOrder(Invariant.values());
    }

    @Test
    void findsNothingInGoodBooks() throws Exception {
        onCopy(List.of(), copy -> {
            VerifyReport report = new JournalVerifier(copy, options(), Progress.SILENT).verify();
            assertThat(report.holds()).as(report.text()).isTrue();
            assertThat(report.counts())
                    .containsEntry("transfers", 14L)
                    .containsEntry("accounts", 5L)
                    .containsEntry("lanes", 2L)
                    .containsEntry("failed_ids", 1L)
                    .containsEntry("checkpoints", 3L)
                    .containsEntry("open_pendings", 1L);
        });
    }

    @Test
    void looksForAcknowledgedIds(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("acked");
        onCopy(List.of(), copy -> {
            Files.writeString(file, Sample.OPENING + "\n" + Sample.LAST + "\n\n");
            assertThat(verify(copy, options().withAcknowledged(file)).holds()).isTrue();
            Files.writeString(file, Sample.OPENING + "\n" + Sample.REFUSED + "\n");
            assertThat(verify(copy, options().withAcknowledged(file))
                            .verdict(Invariant.I10)
                            .first())
                    .isEqualTo("acknowledged transfer " + Sample.REFUSED + " is not in the journal");
        });
    }

    private static VerifyReport verify(HikariDataSource copy, VerifyOptions options) throws SQLException, IOException {
        return new JournalVerifier(copy, options, Progress.SILENT).verify();
    }

    @Test
    void suspenseMayBeExplained() throws Exception {
        onCopy(List.of(Sabotages.account(Sample.SUSPENSE, "credits_posted = 5")), copy -> {
            VerifyReport report = verify(copy, options().withSuspense(connection -> Map.of(Sample.SUSPENSE, 5L)));
            assertThat(report.verdict(Invariant.I12).holds()).isTrue();
        });
    }

    @Test
    void wantsTheRightKey() throws Exception {
        onCopy(List.of(), copy -> {
            String key = Files.readString(keys.resolve("checkpoint.pub")).strip();
            Path folder = keys.resolve("checkpoints");
            assertThat(verify(copy, options().withCheckpoints(folder, key)).holds())
                    .isTrue();
            String other = Texts.base64(new byte[32]);
            assertThat(verify(copy, options().withCheckpoints(folder, other))
                            .verdict(Invariant.I11)
                            .first())
                    .contains("is not signed by " + other);
        });
    }

    @Test
    void theCommandSaysItByItsExitCode() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        onCopy(List.of(), copy -> {
            int code = VerifyCommand.run(copy, options(), false, new PrintWriter(out), new PrintWriter(err));
            assertThat(code).isEqualTo(VerifyCommand.IN_ORDER);
            assertThat(out.toString()).contains("I12 holds").contains("The books are in order: ");
        });
        onCopy(List.of(Sabotages.account(Sample.BOB, "credits_posted = credits_posted + 1")), copy -> {
            out.getBuffer().setLength(0);
            int code = VerifyCommand.run(copy, options(), true, new PrintWriter(out), new PrintWriter(err));
            assertThat(code).isEqualTo(VerifyCommand.BROKEN);
            JsonReader.Fields json = JsonReader.object(out.toString().strip(), 10_000);
            assertThat(json.bool("holds")).isFalse();
            assertThat(json.number("transfers")).isEqualTo(14);
            assertThat(json.list("invariants", 12)).hasSize(12);
            assertThat(out.toString()).contains("account 3: credits_posted");
        });
        onCopy(List.of("DROP TABLE ledger.failed_id"), copy -> {
            int code = VerifyCommand.run(copy, options(), true, new PrintWriter(out), new PrintWriter(err));
            assertThat(code).isEqualTo(VerifyCommand.NOT_CHECKED);
            assertThat(err.toString()).contains("The books could not be checked");
        });
    }
}
