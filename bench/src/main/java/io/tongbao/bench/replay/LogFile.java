package io.tongbao.bench.replay;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.cli.ProgressBar;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A log on disk, plain or gzip, known by the SHA-256 of what is in it: the same rows packed differently, or under another
 * name, are the same log.
 *
 * @param sha256 of the decompressed bytes, hexadecimal
 * @param bytes size on disk
 */
record LogFile(Path path, String sha256, long bytes) {

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int CHUNK = 1 << 16;

    /** Reads the file once, in bounded memory. */
    static LogFile identify(Path path, ProgressBar progress) {
        if (!Files.exists(path)) {
            throw new CommandFailed("there is no file " + path);
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new CommandFailed(path + " is not a readable file");
        }
        try {
            long size = Files.size(path);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (Content content = open(path)) {
                byte[] chunk = new byte[CHUNK];
                int n;
                while ((n = content.read(chunk, 0, chunk.length)) >= 0) {
                    digest.update(chunk, 0, n);
                    progress.at(content.bytesRead(), size, "");
                }
            }
            return new LogFile(path, HexFormat.of().formatHex(digest.digest()), size);
        } catch (IOException e) {
            throw unreadable(path, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Content open() throws IOException {
        return open(path);
    }

    static CommandFailed unreadable(Path path, IOException e) {
        String why = e instanceof NoSuchFileException
                ? "it is gone"
                : e instanceof EOFException
                        ? "it ends in the middle of its gzip data"
                        : e instanceof ZipException ? "its gzip data is damaged" : String.valueOf(e.getMessage());
        return new CommandFailed("cannot read " + path + ": " + why, e);
    }

    private static Content open(Path path) throws IOException {
        Counter counter = new Counter(Files.newInputStream(path));
        boolean opened = false;
        try {
            BufferedInputStream file = new BufferedInputStream(counter, CHUNK);
            file.mark(2);
            int magic = file.read() << 8 | file.read();
            file.reset();
            InputStream content = magic == GZIP_MAGIC ? new GZIPInputStream(file, CHUNK) : file;
            opened = true;
            return new Content(content, counter);
        } finally {
            if (!opened) {
                counter.close();
            }
        }
    }

    /** The decompressed bytes. */
    static final class Content extends FilterInputStream {

        private final Counter counter;

        private Content(InputStream content, Counter counter) {
            super(content);
            this.counter = counter;
        }

        /** How far it is in the file on disk. */
        long bytesRead() {
            return counter.bytes;
        }
    }

    private static final class Counter extends FilterInputStream {

        private long bytes;

        Counter(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            bytes += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = super.read(into, offset, length);
            bytes += Math.max(n, 0);
            return n;
        }
    }
}
