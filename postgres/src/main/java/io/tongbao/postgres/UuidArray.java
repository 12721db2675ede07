package io.tongbao.postgres;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/** A {@code uuid[]} parameter in PostgreSQL's binary form: 20 bytes an element and no text to parse. */
final class UuidArray extends PGobject implements PGBinaryObject {

    private static final long serialVersionUID = 1L;
    private static final int HEADER_BYTES = 20;
    private static final int ELEMENT_BYTES = 20;
    private static final int UUID_OID = 2950;

    private final transient @Nullable UUID[] elements;
    private final int count;

    UuidArray(@Nullable UUID[] elements, int count) {
        this.type = "_uuid";
        this.elements = elements;
        this.count = count;
    }

    @Override
    public int lengthInBytes() {
        int bytes = HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            bytes += elements[i] == null ? Integer.BYTES : ELEMENT_BYTES;
        }
        return bytes;
    }

    @Override
    public void toBytes(byte[] target, int offset) {
        ByteBuffer out = ByteBuffer.wrap(target, offset, target.length - offset);
        boolean hasNull = false;
        for (int i = 0; i < count; i++) {
            hasNull |= elements[i] == null;
        }
        out.putInt(1).putInt(hasNull ? 1 : 0).putInt(UUID_OID).putInt(count).putInt(1);
        for (int i = 0; i < count; i++) {
            UUID element = elements[i];
            if (element == null) {
                out.putInt(-1);
            } else {
                out.putInt(16).putLong(element.getMostSignificantBits()).putLong(element.getLeastSignificantBits());
            }
        }
    }

    @Override
    public void setByteValue(byte[] value, int offset) throws SQLException {
        throw new SQLException("a uuid[] parameter is written, never read");
    }

    /** The text form, for a connection that does not send this type in binary. */
    @Override
    public String getValue() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",").append(elements[i] == null ? "NULL" : elements[i]);
        }
        return text.append('}').toString();
    }
}
