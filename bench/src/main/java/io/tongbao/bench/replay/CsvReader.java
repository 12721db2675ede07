package io.tongbao.bench.replay;

import io.tongbao.bench.cli.CommandFailed;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * Reads comma-separated records one at a time (RFC 4180: quotes, doubled quotes, line breaks within quotes; CRLF or LF). A
 * record's fields are cut out only when asked for. Empty lines are no records. Not thread-safe.
 */
final class CsvReader {

    /** Longest record in characters; anything longer is not a log. */
    static final int MOST_RECORD_CHARS = 1 << 16;

    private static final int END = -1;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Reader in;
    private final char[] buffer = new char[1 << 15];
    private int position;
    private int limit;
    private char[] record = new char[512];
    private int used;
    private int[] ends = new int[32];
    private int fields;
    private long line = 1;

    CsvReader(Reader in) throws IOException {
        this.in = in;
        if (peek() == BYTE_ORDER_MARK) {
            position++;
        }
    }

    /** Goes to the next record; false at the end. */
    boolean next() throws IOException {
        used = 0;
        fields = 0;
        int c = read();
        while (c == '\n' || c == '\r') {
            c = read();
        }
        if (c == END) {
            return false;
        }
        while (true) {
            c = c == '"' ? quoted() : plain(c);
            endField();
            if (c != ',') {
                break;
            }
            c = read();
        }
        if (c == '\r' && peek() == '\n') {
            read();
        }
        return true;
    }

    private int plain(int first) throws IOException {
        int c = first;
        while (c != ',' && c != '\n' && c != '\r' && c != END) {
            append(c);
            c = read();
        }
        return c;
    }

    private int quoted() throws IOException {
        while (true) {
            int c = read();
            if (c == END) {
                throw new CommandFailed("line " + line + ": a quote is not closed");
            }
            if (c == '"') {
                c = read();
                if (c == ',' || c == '\n' || c == '\r' || c == END) {
                    return c;
                }
                if (c != '"') {
                    throw new CommandFailed("line " + line + ": text follows a closing quote");
                }
            }
            append(c);
        }
    }

    private void append(int c) {
        if (used == record.length) {
            if (used >= MOST_RECORD_CHARS) {
                throw new CommandFailed("line " + line + ": the record is longer than " + MOST_RECORD_CHARS
                        + " characters; is this a comma-separated log?");
            }
            record = Arrays.copyOf(record, used * 2);
        }
        record[used++] = (char) c;
    }

    private void endField() {
        if (fields == ends.length) {
            ends = Arrays.copyOf(ends, fields * 2);
        }
        ends[fields++] = used;
    }

    private int read() throws IOException {
        int c = peek();
        if (c != END) {
            position++;
            if (c == '\n') {
                line++;
            }
        }
        return c;
    }

    private int peek() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
            if (limit == 0) {
                return END;
            }
        }
        return buffer[position];
    }

    /** Number of fields of the present record. */
    int fields() {
        return fields;
    }

    /** A field without surrounding blanks. */
    String field(int index) {
        int from = index == 0 ? 0 : ends[index - 1];
        int to = ends[index];
        while (from < to && record[from] <= ' ') {
            from++;
        }
        while (to > from && record[to - 1] <= ' ') {
            to--;
        }
        return new String(record, from, to - from);
    }
}
