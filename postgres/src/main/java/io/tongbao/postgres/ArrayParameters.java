package io.tongbao.postgres;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Binds Java arrays to {@code ?} of array type, for {@code unnest(?)} and {@code = ANY (?)}, in PostgreSQL's binary form. The
 * variants with a count send the first elements only, so a caller can reuse a larger array.
 */
public final class ArrayParameters {

    private ArrayParameters() {}

    /** {@code bigint[]}. */
    public static void setBigints(PreparedStatement statement, int index, long[] values) throws SQLException {
        setPrimitive(statement, index, "int8", values);
    }

    /** {@code bigint[]} of the first {@code count} values. */
    public static void setBigints(PreparedStatement statement, int index, long[] values, int count)
            throws SQLException {
        setBigints(statement, index, count == values.length ? values : Arrays.copyOf(values, count));
    }

    /** {@code bigint[]} that may hold nulls. */
    public static void setNullableBigints(PreparedStatement statement, int index, @Nullable Long[] values)
            throws SQLException {
        setPrimitive(statement, index, "int8", values);
    }

    /** {@code int[]}. */
    public static void setIntegers(PreparedStatement statement, int index, int[] values) throws SQLException {
        setPrimitive(statement, index, "int4", values);
    }

    /** {@code int[]} of the first {@code count} values. */
    public static void setIntegers(PreparedStatement statement, int index, int[] values, int count)
            throws SQLException {
        setIntegers(statement, index, count == values.length ? values : Arrays.copyOf(values, count));
    }

    /** {@code smallint[]}. */
    public static void setSmallints(PreparedStatement statement, int index, short[] values) throws SQLException {
        setPrimitive(statement, index, "int2", values);
    }

    /** {@code boolean[]}. */
    public static void setBooleans(PreparedStatement statement, int index, boolean[] values) throws SQLException {
        setPrimitive(statement, index, "bool", values);
    }

    /** {@code uuid[]}; elements may be null. */
    public static void setUuids(PreparedStatement statement, int index, @Nullable UUID[] values) throws SQLException {
        setUuids(statement, index, values, values.length);
    }

    /** {@code uuid[]} of the first {@code count} values; elements may be null. */
    public static void setUuids(PreparedStatement statement, int index, @Nullable UUID[] values, int count)
            throws SQLException {
        statement.setObject(index, new UuidArray(values, count));
    }

    /** {@code text[]}; elements may be null. */
    public static void setTexts(PreparedStatement statement, int index, @Nullable String[] values) throws SQLException {
        setPrimitive(statement, index, "text", values);
    }

    /** {@code bytea[]}; elements may be null. */
    public static void setByteas(PreparedStatement statement, int index, byte[] @Nullable [] values)
            throws SQLException {
        setPrimitive(statement, index, "bytea", values);
    }

    private static void setPrimitive(PreparedStatement statement, int index, String type, Object values)
            throws SQLException {
        PGConnection connection = statement.getConnection().unwrap(PGConnection.class);
        Array array = connection.createArrayOf(type, values);
        statement.setArray(index, array);
    }
}
