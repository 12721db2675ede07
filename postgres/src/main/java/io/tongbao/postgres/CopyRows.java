package io.tongbao.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows for PostgreSQL's binary COPY (PostgreSQL manual, "COPY", file formats, binary format): {@link #row()}, then one
 * call per column in the order of the column list, and so on; {@link #copyInto} sends them all. The buffer grows and is
 * reused after {@link #clear()}, so a steady state allocates nothing but text.
 *
 * <p>The types must be exactly the columns' types; PostgreSQL refuses a value of another width. Not thread-safe.
 */
public final class CopyRows {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int HEADER_BYTES = SIGNATURE.length + 8;
    private static final int CHUNK_BYTES = 1 << 18;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;
    private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;
    private static final int INT4_OID = 23;
    private static final int INT8_OID = 20;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int columns;
    private byte[] buffer;
    private int used;
    private int rows;
    private int fieldsInRow;

    /**
     * @param columns fields of each row, 1 to 1600
     */
    public CopyRows(int columns) {
        this(columns, 16 * 1024);
    }

    /**
     * @param columns fields of each row, 1 to 1600
     * @param initialBytes first size of the buffer
     */
    public CopyRows(int columns, int initialBytes) {
        if (columns < 1 || columns > 1600) {
            throw new IllegalArgumentException("columns must be 1 to 1600");
        }
        this.columns = columns;
        this.buffer = new byte[Math.max(initialBytes, 64)];
        System.arraycopy(SIGNATURE, 0, buffer, 0, SIGNATURE.length);
        this.used = HEADER_BYTES;
        this.fieldsInRow = columns;
    }

    /** Starts the next row. */
    public CopyRows row() {
        requireWholeRow();
        reserve(2);
        SHORT.set(buffer, used, (short) columns);
        used += 2;
        fieldsInRow = 0;
        rows++;
        return this;
    }

    /** {@code bigint}. */
    public CopyRows bigint(long value) {
        field(8);
        LONG.set(buffer, used, value);
        used += 8;
        return this;
    }

    /** {@code int}. */
    public CopyRows integer(int value) {
        field(4);
        INT.set(buffer, used, value);
        used += 4;
        return this;
    }

    /** {@code smallint}; {@code value} must fit. */
    public CopyRows smallint(int value) {
        if (value != (short) value) {
            throw new IllegalArgumentException("not a smallint: " + value);
        }
        field(2);
        SHORT.set(buffer, used, (short) value);
        used += 2;
        return this;
    }

    /** {@code boolean}. */
    public CopyRows bool(boolean value) {
        field(1);
        buffer[used++] = value ? (byte) 1 : 0;
        return this;
    }

    /** {@code uuid}, or null. */
    public CopyRows uuid(@Nullable UUID value) {
        return value == null ? nil() : uuid(value.getMostSignificantBits(), value.getLeastSignificantBits());
    }

    /** {@code uuid} from its two halves. */
    public CopyRows uuid(long high, long low) {
        field(16);
        LONG.set(buffer, used, high);
        LONG.set(buffer, used + 8, low);
        used += 16;
        return this;
    }

    /** {@code text}, {@code varchar}, {@code char(n)} or {@code json}, or null. */
    public CopyRows text(@Nullable String value) {
        if (value == null) {
            return nil();
        }
        int length = value.length();
        startField();
        reserve(4 + length);
        int start = used + 4;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                return encoded(value, new byte[0]);
            }
            buffer[start + i] = (byte) c;
        }
        INT.set(buffer, used, length);
        used = start + length;
        return this;
    }

    /** {@code jsonb} from its text, or null. */
    public CopyRows jsonb(@Nullable String document) {
        if (document == null) {
            return nil();
        }
        startField();
        return encoded(document, new byte[] {1});
    }

    /** {@code bytea}, or null. */
    public CopyRows bytea(byte @Nullable [] value) {
        return value == null ? nil() : bytea(value, 0, value.length);
    }

    /** {@code bytea} from a part of an array. */
    public CopyRows bytea(byte[] source, int offset, int length) {
        field(length);
        System.arraycopy(source, offset, buffer, used, length);
        used += length;
        return this;
    }

    /**
     * {@code timestamptz}.
     *
     * @param epochMicros microseconds since 1970-01-01T00:00Z
     */
    public CopyRows timestamptz(long epochMicros) {
        return bigint(epochMicros - POSTGRES_EPOCH_MICROS);
    }

    /**
     * {@code date}.
     *
     * @param epochDay days since 1970-01-01, as {@link java.time.LocalDate#toEpochDay()}
     */
    public CopyRows date(long epochDay) {
        return integer(Math.toIntExact(epochDay - 10_957));
    }

    /** {@code int[]}. */
    public CopyRows integers(int[] values) {
        arrayField(INT4_OID, values.length, 8);
        for (int value : values) {
            INT.set(buffer, used, 4);
            INT.set(buffer, used + 4, value);
            used += 8;
        }
        return this;
    }

    /** {@code bigint[]}. */
    public CopyRows bigints(long[] values) {
        arrayField(INT8_OID, values.length, 12);
        for (long value : values) {
            INT.set(buffer, used, 8);
            LONG.set(buffer, used + 4, value);
            used += 12;
        }
        return this;
    }

    /** SQL null in a column of any type. */
    public CopyRows nil() {
        startField();
        reserve(4);
        INT.set(buffer, used, -1);
        used += 4;
        return this;
    }

    /** Rows added since the last {@link #clear()}. */
    public int rowCount() {
        return rows;
    }

    public boolean isEmpty() {
        return rows == 0;
    }

    /** Bytes to send so far. */
    public int sizeBytes() {
        return used;
    }

    /** Forgets the rows and keeps the buffer. */
    public void clear() {
        used = HEADER_BYTES;
        rows = 0;
        fieldsInRow = columns;
    }

    /**
     * Sends all rows in the connection's current transaction; keeps them, so call {@link #clear()} before the next batch.
     * With no rows nothing is sent.
     *
     * @param table with its schema, as SQL; trusted text
     * @param columnList comma-separated names in the order of the fields, as SQL; trusted text
     * @return rows written
     */
    public long copyInto(Connection connection, String table, String columnList) throws SQLException {
        requireWholeRow();
        if (rows == 0) {
            return 0;
        }
        PGConnection postgres = connection.unwrap(PGConnection.class);
        CopyIn copy =
                postgres.getCopyAPI().copyIn("COPY " + table + " (" + columnList + ") FROM STDIN (FORMAT binary)");
        try {
            for (int from = 0; from < used; from += CHUNK_BYTES) {
                copy.writeToCopy(buffer, from, Math.min(CHUNK_BYTES, used - from));
            }
            byte[] end = {(byte) 0xFF, (byte) 0xFF};
            copy.writeToCopy(end, 0, end.length);
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void arrayField(int elementOid, int length, int bytesPerElement) {
        if (length == 0) {
            field(12);
            INT.set(buffer, used, 0);
            INT.set(buffer, used + 4, 0);
            INT.set(buffer, used + 8, elementOid);
            used += 12;
            return;
        }
        field(Math.addExact(20, Math.multiplyExact(length, bytesPerElement)));
        INT.set(buffer, used, 1);
        INT.set(buffer, used + 4, 0);
        INT.set(buffer, used + 8, elementOid);
        INT.set(buffer, used + 12, length);
        INT.set(buffer, used + 16, 1);
        used += 20;
    }

    private CopyRows encoded(String value, byte[] prefix) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        reserve(4 + prefix.length + utf8.length);
        INT.set(buffer, used, prefix.length + utf8.length);
        System.arraycopy(prefix, 0, buffer, used + 4, prefix.length);
        System.arraycopy(utf8, 0, buffer, used + 4 + prefix.length, utf8.length);
        used += 4 + prefix.length + utf8.length;
        return this;
    }

    private void field(int length) {
        startField();
        reserve(4 + length);
        INT.set(buffer, used, length);
        used += 4;
    }

    private void startField() {
        if (fieldsInRow == columns) {
            throw new IllegalStateException("the row already has its " + columns + " fields");
        }
        fieldsInRow++;
    }

    private void requireWholeRow() {
        if (fieldsInRow != columns) {
            throw new IllegalStateException("the row has " + fieldsInRow + " of " + columns + " fields");
        }
    }

    private void reserve(int bytes) {
        if (buffer.length - used < bytes) {
            long wanted = Math.max((long) used + bytes, 2L * buffer.length);
            if ((long) used + bytes > MOST_BYTES) {
                throw new IllegalStateException("a COPY batch is limited to 2 GiB");
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, MOST_BYTES));
        }
    }
}
