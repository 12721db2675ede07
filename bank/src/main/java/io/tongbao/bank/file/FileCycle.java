package io.tongbao.bank.file;

import io.tongbao.bank.file.ReceivedFiles.Received;
import io.tongbao.bank.file.ReceivedFiles.Trouble;
import io.tongbao.bank.file.format.Batch;
import io.tongbao.bank.file.format.FileRefused;
import io.tongbao.bank.file.format.Sha256;
import io.tongbao.bank.file.transport.RemoteFiles;
import io.tongbao.bank.file.transport.RemoteFiles.RemoteFile;
import io.tongbao.bank.file.transport.Transport;
import io.tongbao.partner.LateAnswers;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cycle: cut, collect, send, tell. Each step may end anywhere and be done again: a batch is written to the same bytes under the same
 * name, a file is taken once by name and content, an answer is told until it was. Results are collected before batches are sent, so that a
 * batch whose answer is here is not sent again only because nobody noted that it was.
 */
final class FileCycle {

    static final long LARGEST_FILE = 64L << 20;
    private static final int MOST_FILES = 1000;
    private static final int TOLD_AT_ONCE = 1000;
    private static final Pattern SAFE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern DAY = Pattern.compile("(20[0-9]{6})");
    private static final Logger log = LoggerFactory.getLogger(FileCycle.class);

    private final FileSettings settings;
    private final Transport transport;
    private final BatchRows batches;
    private final ReceivedFiles received;
    private final InstantSource clock;
    private final LateAnswers late;
    private final FileTroubles troubles;
    private int cut;
    private int sent;
    private int taken;
    private int refused;
    private int told;

    FileCycle(
            FileSettings settings,
            Transport transport,
            BatchRows batches,
            ReceivedFiles received,
            InstantSource clock,
            LateAnswers late,
            FileTroubles troubles) {
        this.settings = settings;
        this.transport = transport;
        this.batches = batches;
        this.received = received;
        this.clock = clock;
        this.late = late;
        this.troubles = troubles;
    }

    TickReport run() {
        boolean open = settings.profile().hours().isOpen(clock.instant());
        if (open) {
            cut = batches.cut(clock.instant());
        }
        String failure = null;
        try (RemoteFiles files = transport.connect()) {
            collect(files);
            if (open) {
                send(files);
            }
        } catch (IOException e) {
            log.warn(
                    "bank {}: the file cycle ended early: {}",
                    settings.profile().id(),
                    e.toString());
            failure = e.toString();
        }
        tellRows();
        tellTroubles();
        return new TickReport(cut, sent, taken, refused, told, failure);
    }

    private void send(RemoteFiles files) throws IOException {
        for (StoredBatch batch : batches.unsent()) {
            Batch content = batches.contentOf(batch);
            String name = batch.name() + "." + settings.format().extension();
            if (!MessageDigest.isEqual(batches.digest(content), batch.digest())) {
                // Settings changed under a batch: it would be another file under the same name.
                log.error(
                        "bank {}: batch {} cannot be written again as it was cut",
                        settings.profile().id(),
                        name);
                troubles.refused(
                        settings.profile().id(),
                        name,
                        "cannot be written again as it was cut; put our account, name, format"
                                + " and charset back as they were");
                continue;
            }
            boolean fresh =
                    files.put(settings.uploads(), name, out -> settings.format().writeBatch(content, out));
            batches.markSent(batch, clock.instant());
            sent++;
            log.info(
                    "bank {}: {} {}, {} rows",
                    settings.profile().id(),
                    fresh ? "sent" : "already there:",
                    name,
                    batch.rowCount());
        }
    }

    private void collect(RemoteFiles files) throws IOException {
        List<RemoteFile> listed = files.list(settings.downloads()).stream()
                .filter(file -> SAFE_NAME.matcher(file.name()).matches())
                .filter(file -> isResult(file) || isStatement(file))
                .sorted(Comparator.comparing(RemoteFile::name))
                .limit(MOST_FILES)
                .toList();
        for (RemoteFile file : listed) {
            if (file.size() > LARGEST_FILE) {
                Received unread = unread(file);
                refuse(unread, file, "larger than " + LARGEST_FILE + " bytes");
                aside(files, unread, false);
            } else {
                fetch(files, file);
            }
        }
    }

    /** Too large to be read: known by name and size. */
    private static Received unread(RemoteFile file) {
        MessageDigest digest = Sha256.start();
        digest.update((file.name() + " " + file.size()).getBytes(StandardCharsets.UTF_8));
        return new Received(file.name(), digest.digest());
    }

    private void fetch(RemoteFiles files, RemoteFile file) throws IOException {
        Path local = Files.createTempFile("tongbao-bank-", ".file");
        try {
            MessageDigest digest = Sha256.start();
            try (OutputStream out =
                    new DigestOutputStream(new BoundedOutput(Files.newOutputStream(local), LARGEST_FILE), digest)) {
                files.get(settings.downloads(), file.name(), out);
            }
            Received read = new Received(file.name(), digest.digest());
            Boolean known = received.verdict(read).orElse(null);
            if (known == null) {
                known = judge(file, read, local);
            }
            aside(files, read, known);
        } finally {
            Files.deleteIfExists(local);
        }
    }

    private boolean judge(RemoteFile file, Received read, Path local) throws IOException {
        Instant now = clock.instant();
        try {
            if (isStatement(file)) {
                received.take(read, settings.format().readStatement(Files.readAllBytes(local), settings.us()), now);
            } else {
                try (InputStream in = Files.newInputStream(local)) {
                    received.take(read, settings.format().readResult(in, settings.us()), now);
                }
            }
            taken++;
            return true;
        } catch (FileRefused e) {
            refuse(read, file, e.what());
            return false;
        }
    }

    private void refuse(Received read, RemoteFile file, String what) {
        log.warn("bank {}: refused {}: {}", settings.profile().id(), file.name(), what);
        received.refuse(read, what, isStatement(file) ? dayIn(file.name()) : null, clock.instant());
        refused++;
    }

    /** Moves a judged file out of the way, under a name that tells its content. */
    private void aside(RemoteFiles files, Received read, boolean good) throws IOException {
        files.move(
                settings.downloads(),
                read.name(),
                settings.downloads() + (good ? "/done" : "/bad"),
                read.name() + "." + HexFormat.of().formatHex(read.digest(), 0, 4));
    }

    private void tellRows() {
        List<StoredRow> rows = received.untoldRows(TOLD_AT_ONCE);
        while (!rows.isEmpty()) {
            List<UUID> done = new ArrayList<>();
            for (StoredRow row : rows) {
                try {
                    late.arrived(settings.profile().id(), row.id(), row.outcome());
                    done.add(row.id());
                } catch (RuntimeException e) {
                    // The receiver could not make it durable: it is told again, and the others are told meanwhile.
                    log.warn(
                            "bank {}: answer to {} was not taken",
                            settings.profile().id(),
                            row.id(),
                            e);
                }
            }
            received.markTold(done);
            told += done.size();
            rows = done.isEmpty() ? List.of() : received.untoldRows(TOLD_AT_ONCE);
        }
    }

    private void tellTroubles() {
        for (Trouble trouble : received.untoldTroubles()) {
            troubles.refused(settings.profile().id(), trouble.name(), trouble.what());
            received.markTold(trouble);
        }
    }

    private boolean isResult(RemoteFile file) {
        return settings.results().matcher(file.name()).matches();
    }

    private boolean isStatement(RemoteFile file) {
        return settings.statements().matcher(file.name()).matches();
    }

    private static @Nullable LocalDate dayIn(String name) {
        Matcher matcher = DAY.matcher(name);
        if (!matcher.find()) {
            return null;
        }
        try {
            return LocalDate.parse(matcher.group(1), DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Ends a download that grows beyond what the listing said; the cycle ends with it, the next one sees the true size. */
    private static final class BoundedOutput extends FilterOutputStream {

        private long left;

        BoundedOutput(OutputStream out, long most) {
            super(out);
            this.left = most;
        }

        @Override
        public void write(int b) throws IOException {
            take(1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            take(length);
            out.write(bytes, from, length);
        }

        private void take(int length) throws IOException {
            left -= length;
            if (left < 0) {
                throw new IOException("a file is larger than " + LARGEST_FILE + " bytes");
            }
        }
    }
}
