package io.tongbao.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.Posting;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints on the disk: made once, linked, signed, not to be changed unseen. */
final class CheckpointTest {

    private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T23:59:00Z"));

    @TempDir
    Path keys;

    private @Nullable TestDatabase database;
    private @Nullable CheckpointExporter exporter;
    private @Nullable LedgerNode ledger;
    private int next = 100;

    @BeforeEach
    void start() throws Exception {
        TestDatabase fresh = Sample.build(keys.resolve("of-sample"));
        database = fresh;
        exporter = new CheckpointExporter(fresh.dataSource(), keys, clock);
        ledger = LedgerNode.start(
                fresh.dataSource(), LedgerOptions.defaults("one").withLanes(1), clock);
    }

    @AfterEach
    void stop() {
        if (ledger != null) {
            ledger.close();
        }
        if (database != null) {
            database.close();
        }
    }

    private CheckpointExporter exporter() {
        return Objects.requireNonNull(exporter);
    }

    private void move() {
        Objects.requireNonNull(ledger).post(Posting.of(Sample.move(Sample.id(next++), Sample.BANK, Sample.ALICE, 1)));
    }

    private record Read(List<Checkpoint> checkpoints, List<String> faults) {}

    private Read read(@Nullable String key) throws IOException {
        Read read = new Read(new ArrayList<>(), new ArrayList<>());
        exporter().log().verify(key, new CheckpointLog.Reader() {
            @Override
            public boolean checkpoint(Checkpoint checkpoint) {
                return read.checkpoints.add(checkpoint);
            }

            @Override
            public void fault(String what) {
                read.faults.add(what);
            }
        });
        return read;
    }

    @Test
    void isWrittenWhenALaneHasGoneOn() throws Exception {
        assertThat(exporter().exportIfAdvanced()).isPresent();
        assertThat(exporter().exportIfAdvanced()).isEmpty();
        move();
        clock.advance(Duration.ofMinutes(1));
        assertThat(exporter().exportIfAdvanced()).isPresent();
        assertThat(keys.resolve("checkpoints/2026-03-01.jsonl")).exists();
        assertThat(keys.resolve("checkpoints/2026-03-02.jsonl")).exists();
        Read read = read(exporter().publicKey());
        assertThat(read.faults).isEmpty();
        assertThat(read.checkpoints).hasSize(2);
        assertThat(read.checkpoints.getLast().prev())
                .isEqualTo(read.checkpoints.getFirst().lineHash());
    }

    @Test
    void goesOnAfterARestartAndAfterATornLine() throws Exception {
        exporter().exportIfAdvanced();
        Path file = keys.resolve("checkpoints/2026-03-01.jsonl");
        Files.writeString(file, "{\"v\":1,\"ts\":17", StandardOpenOption.APPEND);
        assertThat(read(null).faults).isEmpty();
        move();
        CheckpointExporter again =
                new CheckpointExporter(Objects.requireNonNull(database).dataSource(), keys, clock);
        assertThat(again.publicKey()).isEqualTo(exporter().publicKey());
        assertThat(again.exportIfAdvanced()).isPresent();
        Read read = read(again.publicKey());
        assertThat(read.faults).isEmpty();
        assertThat(read.checkpoints).hasSize(2);
    }

    @Test
    void aClockSetBackDoesNotReorderTheLog() throws Exception {
        exporter().exportIfAdvanced();
        clock.set(Instant.parse("2026-02-27T00:00:00Z"));
        move();
        exporter().exportIfAdvanced();
        assertThat(Files.readAllLines(keys.resolve("checkpoints/2026-03-01.jsonl")))
                .hasSize(2);
        assertThat(read(null).faults).hasSize(1).first().asString().contains("is older than the checkpoint before it");
    }

    @Test
    void seesThatTheDatabaseLostBatches() throws Exception {
        exporter().exportIfAdvanced();
        Objects.requireNonNull(database)
                .execute("SET session_replication_role = replica; UPDATE ledger.lane_head h SET seq = 1, hash = b.hash"
                        + " FROM ledger.batch b WHERE h.lane = 2 AND b.lane = 2 AND b.seq = 1");
        assertThatThrownBy(() -> exporter().exportIfAdvanced())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the database has lost batches");
    }

    @Test
    void everyChangedCharacterIsSeen() throws Exception {
        for (int i = 0; i < 3; i++) {
            move();
            exporter().exportIfAdvanced();
        }
        Path file = keys.resolve("checkpoints/2026-03-01.jsonl");
        String good = Files.readString(file);
        String key = exporter().publicKey();
        int middle = good.indexOf('\n') + 1;
        for (int at = middle; at < good.indexOf('\n', middle); at++) {
            char other = good.charAt(at) == '0' ? '1' : '0';
            Files.writeString(file, good.substring(0, at) + other + good.substring(at + 1));
            assertThat(read(key).faults).as("character %d", at).isNotEmpty();
        }
        List<String> lines = good.lines().toList();
        Files.writeString(file, lines.get(0) + "\n" + lines.get(2) + "\n");
        assertThat(read(key).faults).first().asString().contains("does not follow the checkpoint before it");
        Files.writeString(file, lines.get(0) + "\n" + lines.get(1) + "\n" + lines.get(1) + "\n");
        assertThat(read(key).faults).isNotEmpty();
    }

    @Test
    void theKeyIsForItsOwnerAlone() throws Exception {
        Path file = keys.resolve("checkpoint.key");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(CheckpointKey.in(keys).toString())
                .doesNotContain(Files.readString(file).strip());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> CheckpointKey.in(keys))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "no key");
        assertThatThrownBy(() -> CheckpointKey.in(keys))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no key");
    }
}
