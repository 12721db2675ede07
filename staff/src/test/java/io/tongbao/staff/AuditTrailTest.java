package io.tongbao.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.staff.audit.AuditReport;
import io.tongbao.staff.audit.AuditSeals;
import io.tongbao.staff.audit.AuditVerifier;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTrailTest {

    private static final Acting CLI = Acting.machine("cli");

    @TempDir
    private Path keys;

    private final StaffWorld world = new StaffWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private static AuditEntry look(String customer) {
        return AuditEntry.of(CLI, "customer.revealed", "customer", customer)
                .with("fields", "name")
                .with("reason", "来电核实 hotline");
    }

    private void record(int entries) {
        for (int i = 0; i < entries; i++) {
            world.clock.advance(Duration.ofMillis(3));
            world.trail.record(look("cus_" + i));
        }
    }

    private AuditReport verify(@Nullable Path seals) throws SQLException, IOException {
        return AuditVerifier.verify(world.database.dataSource(), seals, null);
    }

    /** What somebody with all rights on the database can do. */
    private void tamper(String... statements) {
        List<String> all = new ArrayList<>();
        all.add("ALTER TABLE staff.audit_entry DISABLE TRIGGER USER");
        all.add("ALTER TABLE staff.audit_head DISABLE TRIGGER USER");
        Collections.addAll(all, statements);
        world.database.execute(all.toArray(String[]::new));
    }

    @Test
    void entriesFormAChainThatVerifies() throws SQLException, IOException {
        assertThat(verify(null)).isEqualTo(new AuditReport(0, 0, null));
        record(5);
        assertThat(verify(null)).isEqualTo(new AuditReport(5, 0, null));
        AuditRecord newest = world.trail.find(AuditTrail.Query.newest(1)).getFirst();
        assertThat(newest.seq()).isEqualTo(5);
        assertThat(newest.actor()).isEqualTo("system:cli");
        assertThat(FlatJson.read(newest.detail())).containsEntry("reason", "来电核实 hotline");
        assertThat(world.trail.find(new AuditTrail.Query(null, "customer", "cus_2", null, 10)))
                .hasSize(1);
        assertThat(world.trail.find(new AuditTrail.Query(null, null, null, 3L, 10)))
                .hasSize(2);
    }

    @Test
    void theDatabaseRefusesToChangeIt() {
        record(2);
        for (String statement : List.of(
                "UPDATE staff.audit_entry SET action = 'x' WHERE seq = 1",
                "DELETE FROM staff.audit_entry WHERE seq = 2",
                "TRUNCATE staff.audit_entry",
                "UPDATE staff.audit_head SET seq = 1",
                "UPDATE staff.audit_head SET seq = 9",
                "DELETE FROM staff.audit_head",
                "TRUNCATE staff.audit_head")) {
            assertThatThrownBy(() -> world.database.execute(statement))
                    .as(statement)
                    .hasMessageMatching("(?s).*(append-only|one entry at a time).*");
        }
    }

    @Test
    void aChangedEntryIsNamed() throws SQLException, IOException {
        record(5);
        tamper("UPDATE staff.audit_entry SET detail = '{\"fields\":\"none\"}' WHERE seq = 3");
        assertThat(verify(null).firstBroken()).startsWith("entry 3 was changed");
    }

    @Test
    void aDeletedEntryIsNamed() throws SQLException, IOException {
        record(5);
        tamper("DELETE FROM staff.audit_entry WHERE seq = 2");
        assertThat(verify(null).firstBroken()).isEqualTo("entry 2 is missing: entry 3 follows entry 1");
    }

    @Test
    void reorderedEntriesAreNamed() throws SQLException, IOException {
        record(5);
        tamper(
                "UPDATE staff.audit_entry SET seq = 99 WHERE seq = 2",
                "UPDATE staff.audit_entry SET seq = 2 WHERE seq = 3",
                "UPDATE staff.audit_entry SET seq = 3 WHERE seq = 99");
        assertThat(verify(null).firstBroken()).startsWith("entry 2 does not refer to the entry before it");
    }

    @Test
    void aCutTailIsFoundByTheHeadAndACutHeadByTheSeal() throws SQLException, IOException {
        record(5);
        AuditSeals seals = new AuditSeals(world.database.dataSource(), keys, world.clock);
        assertThat(seals.sealIfAdvanced()).isPresent();
        assertThat(seals.sealIfAdvanced()).isEmpty();
        record(1);
        assertThat(seals.sealIfAdvanced()).isPresent();
        Path file = keys.resolve(AuditSeals.FILE);
        assertThat(verify(file)).isEqualTo(new AuditReport(6, 2, null));
        tamper("DELETE FROM staff.audit_entry WHERE seq > 4");
        assertThat(verify(null).firstBroken()).isEqualTo("entry 5 is missing: the head stands at 6");
        tamper(
                "UPDATE staff.audit_head SET seq = 4, (ts, hash) = (SELECT ts, hash FROM staff.audit_entry WHERE seq = 4)");
        assertThat(verify(null).holds())
                .as("without seals a cut tail looks whole")
                .isTrue();
        assertThat(verify(file).firstBroken()).isEqualTo("entry 5 is missing: an exported seal has entry 5");
        assertThatThrownBy(seals::sealIfAdvanced).hasMessageContaining("entries were lost");
    }

    @Test
    void aRewrittenChainIsFoundByTheSealAndAForgedSealByItsKey(@TempDir Path other) throws SQLException, IOException {
        record(3);
        new AuditSeals(world.database.dataSource(), keys, world.clock).sealIfAdvanced();
        Path file = keys.resolve(AuditSeals.FILE);
        try (StaffWorld forged = new StaffWorld()) {
            for (int i = 0; i < 3; i++) {
                forged.trail.record(look("cus_other"));
            }
            assertThat(AuditVerifier.verify(forged.database.dataSource(), file, null)
                            .firstBroken())
                    .isEqualTo("entry 3 differs from its exported seal");
            new AuditSeals(forged.database.dataSource(), other, world.clock).sealIfAdvanced();
            String publicKey = Files.readString(keys.resolve("audit.pub")).strip();
            assertThat(AuditVerifier.verify(forged.database.dataSource(), other.resolve(AuditSeals.FILE), publicKey)
                            .firstBroken())
                    .startsWith("seal in line 1 is not signed by " + publicKey);
        }
    }

    @Test
    void anExportIsCheckedWithoutADatabase() throws SQLException, IOException {
        record(4);
        new AuditSeals(world.database.dataSource(), keys, world.clock).sealIfAdvanced();
        Path export = keys.resolve("audit.jsonl");
        try (Writer out = Files.newBufferedWriter(export)) {
            assertThat(AuditVerifier.export(world.database.dataSource(), keys.resolve(AuditSeals.FILE), out))
                    .isEqualTo(4);
        }
        assertThat(AuditVerifier.verifyExport(export, null)).isEqualTo(new AuditReport(4, 1, null));
        List<String> lines = Files.readAllLines(export);
        assertThat(lines).hasSize(5);
        assertThat(tampered(export, lines, 1, lines.get(1).replace("hotline", "lottery")))
                .startsWith("entry 2 was changed");
        assertThat(tampered(export, lines, 3, null)).startsWith("entry 4 is missing");
        assertThat(tampered(export, lines, 0, null)).startsWith("entry 1 is missing");
        assertThat(tampered(export, lines, 2, "rubbish")).startsWith("line 3 is not an entry");
    }

    private static @Nullable String tampered(Path file, List<String> lines, int index, @Nullable String line)
            throws IOException {
        List<String> changed = new ArrayList<>(lines);
        if (line == null) {
            changed.remove(index);
        } else {
            changed.set(index, line);
        }
        Files.write(file, changed);
        return AuditVerifier.verifyExport(file, null).firstBroken();
    }

    @Test
    void manyAtOnceLeaveOneChain() throws InterruptedException, ExecutionException, SQLException, IOException {
        int threads = 16;
        int each = 12;
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                done.add(executor.submit(() -> {
                    go.await();
                    for (int i = 0; i < each; i++) {
                        world.trail.record(look("cus_" + i));
                    }
                    return null;
                }));
            }
            go.countDown();
            for (Future<?> one : done) {
                one.get();
            }
        }
        assertThat(verify(null)).isEqualTo(new AuditReport((long) threads * each, 0, null));
    }

    @Test
    void anEntryGoesWithItsChange() {
        assertThatThrownBy(() -> world.trail.run(connection -> {
                    world.jdbc
                            .sql("UPDATE staff.member SET status = 'active' WHERE false")
                            .update();
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(world.actions()).isEmpty();
    }

    @Test
    void timeNeverGoesBack() throws SQLException, IOException {
        record(1);
        world.clock.set(world.clock.instant().minusSeconds(3600));
        record(1);
        assertThat(verify(null).holds()).isTrue();
    }

    @Test
    void secretsHaveNoPlaceInIt() {
        AuditEntry entry = look("cus_1");
        for (String name : List.of("password", "new_password", "payer.pin", "card.pan", "id_number", "api.secret")) {
            assertThatThrownBy(() -> entry.with(name, "x")).as(name).hasMessageContaining("no secrets");
        }
        assertThat(SetupToken.random(world.random).toString()).doesNotContain("setup_");
        assertThat(new StringWriter().append(entry.toString()).toString()).contains("hotline");
    }
}
