package io.tongbao.ledger.audit;

import io.tongbao.kernel.SeedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Writes signed checkpoints of all lanes to {@code <keys folder>/checkpoints}. Whoever schedules it calls
 * {@link #exportIfAdvanced()} about every minute. Several processes may share the folder.
 */
public final class CheckpointExporter {

    private static final String FOLDER = "checkpoints";
    private static final String HEADS = """
            SELECT h.lane, h.seq, b.ts, h.hash FROM ledger.lane_head h
            JOIN ledger.batch b ON b.lane = h.lane AND b.seq = h.seq ORDER BY h.lane""";

    private final DataSource dataSource;
    private final CheckpointKey key;
    private final CheckpointLog log;
    private final InstantSource clock;

    /**
     * @param keysFolder holds {@code checkpoint.key}, made on first use; must lie outside the database's folder
     * @throws IOException when the key cannot be read or made
     */
    public CheckpointExporter(DataSource dataSource, Path keysFolder, InstantSource clock) throws IOException {
        this.dataSource = dataSource;
        this.key = CheckpointKey.in(keysFolder);
        this.log = new CheckpointLog(keysFolder.resolve(FOLDER));
        this.clock = clock;
        Files.createDirectories(log.folder());
    }

    public CheckpointLog log() {
        return log;
    }

    /** The key that checkpoints can be verified with, base64. */
    public String publicKey() {
        return key.publicKey();
    }

    /**
     * Writes a checkpoint when any lane has gone on since the last one; durable when this returns.
     *
     * @return what was written, empty when nothing has changed
     * @throws IllegalStateException when a lane stands before its last checkpoint: the database has lost batches
     */
    public synchronized Optional<Checkpoint> exportIfAdvanced() throws SQLException, IOException {
        try (FileChannel lockFile = FileChannel.open(
                        log.folder().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lockFile.lock()) {
            if (!lock.isValid()) {
                throw new IOException("the lock on " + log.folder() + " was lost");
            }
            Optional<String> newest = log.newestLine();
            List<Checkpoint.LaneMark> heads = heads();
            if (newest.isPresent() && !advanced(Checkpoint.parse(newest.get()), heads)) {
                return Optional.empty();
            }
            if (heads.isEmpty()) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            Checkpoint checkpoint = Checkpoint.sign(
                    ChronoUnit.MICROS.between(Instant.EPOCH, now),
                    newest.map(CheckpointLog::hash).orElse(Checkpoint.NO_LINE_BEFORE),
                    heads,
                    key);
            append(now, checkpoint.line() + "\n");
            return Optional.of(checkpoint);
        }
    }

    private static boolean advanced(Checkpoint last, List<Checkpoint.LaneMark> heads) {
        boolean advanced = false;
        int known = 0;
        for (Checkpoint.LaneMark head : heads) {
            long before = last.lane(head.lane()).map(Checkpoint.LaneMark::seq).orElse(0L);
            known += before > 0 ? 1 : 0;
            if (head.seq() < before) {
                throw new IllegalStateException("lane " + head.lane() + " stands at batch " + head.seq()
                        + ", its last checkpoint at " + before + ": the database has lost batches");
            }
            advanced |= head.seq() > before;
        }
        if (known < last.lanes().size()) {
            throw new IllegalStateException("a lane of the last checkpoint is gone: the database has lost batches");
        }
        return advanced;
    }

    private List<Checkpoint.LaneMark> heads() throws SQLException {
        List<Checkpoint.LaneMark> heads = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(HEADS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                heads.add(new Checkpoint.LaneMark(
                        rows.getInt(1), rows.getLong(2), rows.getLong(3), Texts.hex(rows.getBytes(4))));
            }
        }
        return heads;
    }

    private void append(Instant now, String line) throws IOException {
        String today = now.atZone(ZoneOffset.UTC).toLocalDate() + ".jsonl";
        List<Path> files = log.files();
        // A clock that was set back must not put a line before those that are there.
        Path file = !files.isEmpty() && files.getLast().getFileName().toString().compareTo(today) > 0
                ? files.getLast()
                : log.folder().resolve(today);
        boolean fresh = !Files.exists(file);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = fresh ? 0 : endOfWholeLines(file);
            channel.truncate(end);
            channel.position(end);
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        if (fresh) {
            SeedFile.syncFolder(log.folder());
        }
    }

    /** Bytes up to the last line end: what follows is the rest of a crash. */
    private static long endOfWholeLines(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int end = content.length;
        while (end > 0 && content[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
