package io.tongbao.ledger.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The exported checkpoints: a file for each day (UTC), {@code yyyy-MM-dd.jsonl}, a checkpoint in each line, each with the
 * hash of the line before it. A last line without its end is the rest of a crash and counts as never written.
 */
public final class CheckpointLog {

    private static final Pattern FILE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}\\.jsonl");

    private final Path folder;

    public CheckpointLog(Path folder) {
        this.folder = folder;
    }

    /** Takes what is read from a log. */
    public interface Reader {

        /** A checkpoint; return false to stop. */
        boolean checkpoint(Checkpoint checkpoint);

        /** A line that is not what it should be, in words. */
        void fault(String what);
    }

    /** Where the checkpoints are. */
    public Path folder() {
        return folder;
    }

    List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(
                            path -> FILE.matcher(path.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** The whole lines of a file. */
    static List<String> lines(Path file) throws IOException {
        // Latin-1 never fails to decode; a byte that does not belong there fails the line's own checks.
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    Optional<String> newestLine() throws IOException {
        for (Path file : files().reversed()) {
            List<String> lines = lines(file);
            if (!lines.isEmpty()) {
                return Optional.of(lines.getLast());
            }
        }
        return Optional.empty();
    }

    static String hash(String line) {
        return Texts.hex(new Sha256().digest(line.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Hash of the newest line; zeros when there is none. */
    public String newestHash() throws IOException {
        return newestLine().map(CheckpointLog::hash).orElse(Checkpoint.NO_LINE_BEFORE);
    }

    /** Reads all checkpoints in order, without looking at signatures or order. */
    public void read(Reader reader) throws IOException {
        for (Path file : files()) {
            if (!read(file, reader)) {
                return;
            }
        }
    }

    private static boolean read(Path file, Reader reader) throws IOException {
        int number = 0;
        for (String line : lines(file)) {
            number++;
            Checkpoint checkpoint;
            try {
                checkpoint = Checkpoint.parse(line);
            } catch (IllegalArgumentException e) {
                reader.fault("checkpoint " + file.getFileName() + " line " + number + ": " + e.getMessage());
                continue;
            }
            if (!reader.checkpoint(checkpoint)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads all checkpoints in order and checks each: its signature, its link to the line before, that time and lanes
     * only go forward.
     *
     * @param publicKey that must have signed them, base64; null for the one that signed the first
     */
    public void verify(@Nullable String publicKey, Reader reader) throws IOException {
        read(new Checking(publicKey, reader));
    }

    private static final class Checking implements Reader {

        private final Reader reader;
        private final Map<Integer, Long> seqs = new HashMap<>();
        private @Nullable String key;
        private String prev = Checkpoint.NO_LINE_BEFORE;
        private long ts;

        Checking(@Nullable String key, Reader reader) {
            this.key = key;
            this.reader = reader;
        }

        @Override
        public boolean checkpoint(Checkpoint checkpoint) {
            String signer = key == null ? checkpoint.key() : key;
            key = signer;
            if (!checkpoint.isSignedBy(signer)) {
                wrong(checkpoint, "is not signed by " + signer);
            }
            if (!checkpoint.prev().equals(prev)) {
                wrong(checkpoint, "does not follow the checkpoint before it in the log");
            }
            if (checkpoint.ts() < ts) {
                wrong(checkpoint, "is older than the checkpoint before it");
            }
            for (Checkpoint.LaneMark mark : checkpoint.lanes()) {
                Long before = seqs.put(mark.lane(), mark.seq());
                if (before != null && before > mark.seq()) {
                    wrong(checkpoint, "takes lane " + mark.lane() + " back from batch " + before + " to " + mark.seq());
                }
            }
            prev = checkpoint.lineHash();
            ts = checkpoint.ts();
            return reader.checkpoint(checkpoint);
        }

        private void wrong(Checkpoint checkpoint, String what) {
            reader.fault("checkpoint at ts " + checkpoint.ts() + " " + what);
        }

        @Override
        public void fault(String what) {
            reader.fault(what);
        }
    }

    /** The first checkpoint, of days from {@code from} on, that covers this batch. */
    Optional<Checkpoint> firstCovering(int lane, long seq, LocalDate from) throws IOException {
        Checkpoint[] found = new Checkpoint[1];
        for (Path file : files()) {
            if (file.getFileName().toString().compareTo(from + ".jsonl") < 0) {
                continue;
            }
            boolean goOn = read(file, new Reader() {
                @Override
                public boolean checkpoint(Checkpoint checkpoint) {
                    boolean covers = checkpoint
                            .lane(lane)
                            .filter(mark -> mark.seq() >= seq)
                            .isPresent();
                    if (covers) {
                        found[0] = checkpoint;
                    }
                    return !covers;
                }

                @Override
                public void fault(String what) {
                    // The verifier reports it; another checkpoint may still cover the batch.
                }
            });
            if (!goOn) {
                break;
            }
        }
        return Optional.ofNullable(found[0]);
    }
}
