package io.tongbao.staff.audit;

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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Exports signed ends of the trail to {@code <keys folder>/audit-seals.jsonl}: a chain that is only inside the database proves
 * nothing against its own administrator, and a cut tail shows only outside. Whoever schedules it calls
 * {@link #sealIfAdvanced()} about every minute; several processes may share the folder.
 */
public final class AuditSeals {

    /** The file in the keys folder. */
    public static final String FILE = "audit-seals.jsonl";

    private final DataSource dataSource;
    private final SealKey key;
    private final Path folder;
    private final Path file;
    private final InstantSource clock;

    /**
     * @param keysFolder holds {@code audit.key}, made on first use; must lie outside the database's folder
     * @throws IOException when the key cannot be read or made
     */
    public AuditSeals(DataSource dataSource, Path keysFolder, InstantSource clock) throws IOException {
        this.dataSource = dataSource;
        this.key = SealKey.in(keysFolder);
        this.folder = keysFolder;
        this.file = keysFolder.resolve(FILE);
        this.clock = clock;
    }

    /**
     * Writes a seal when the trail has gone on since the last one; durable when this returns.
     *
     * @throws IllegalStateException when the trail ends before its last seal: entries were lost
     */
    public synchronized Optional<AuditSeal> sealIfAdvanced() throws SQLException, IOException {
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("the lock on " + file + " was lost");
            }
            List<String> lines = lines(file);
            Optional<AuditSeal> newest =
                    lines.isEmpty() ? Optional.empty() : Optional.of(AuditSeal.parse(lines.getLast()));
            Optional<AuditSeal> next = next(newest);
            if (next.isPresent()) {
                // Behind the last whole line: the rest of a crash is written over.
                long end = 0;
                for (String line : lines) {
                    end += line.getBytes(StandardCharsets.UTF_8).length + 1;
                }
                channel.truncate(end);
                channel.position(end);
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(next.get().line() + "\n");
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
                if (newest.isEmpty()) {
                    SeedFile.syncFolder(folder);
                }
            }
            return next;
        }
    }

    private Optional<AuditSeal> next(Optional<AuditSeal> newest) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT seq, hash FROM staff.audit_head");
                ResultSet head = statement.executeQuery()) {
            if (!head.next()) {
                throw new IllegalStateException("the audit trail has no head");
            }
            long seq = head.getLong(1);
            long sealed = newest.map(AuditSeal::seq).orElse(0L);
            if (seq < sealed) {
                throw new IllegalStateException("the audit trail ends at entry " + seq + ", its last seal says "
                        + sealed + ": entries were lost");
            }
            if (seq == sealed) {
                return Optional.empty();
            }
            return Optional.of(AuditSeal.sign(
                    ChainHash.micros(clock.instant()),
                    seq,
                    head.getBytes(2),
                    newest.map(AuditSeal::lineHash).orElse(AuditSeal.NONE_BEFORE),
                    key));
        }
    }

    /** The whole lines; a last one without its end is the rest of a crash and counts as never written. */
    static List<String> lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }
}
