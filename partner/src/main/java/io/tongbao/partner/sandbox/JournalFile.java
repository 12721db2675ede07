package io.tongbao.partner.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * A sandbox partner's own books on disk: one line per entry, appended before the partner answers. Handed to the operating system with each
 * line, so it outlives a killed process; not forced to the disk, so it need not outlive the machine. Thread-safe.
 */
public final class JournalFile implements AutoCloseable {

    private final FileChannel channel;

    private JournalFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens the file, and gives every whole line in it to {@code replay}, oldest first; a torn last line is cut off. */
    public static JournalFile open(Path file, Consumer<String> replay) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        byte[] all = Files.readAllBytes(file);
        int whole = all.length;
        while (whole > 0 && all[whole - 1] != '\n') {
            whole--;
        }
        List<String> lines =
                new String(all, 0, whole, StandardCharsets.UTF_8).lines().toList();
        lines.forEach(replay);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channel.truncate(whole);
        channel.position(whole);
        return new JournalFile(channel);
    }

    /** @param line without line breaks */
    public synchronized void append(String line) throws IOException {
        if (line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("one line");
        }
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
