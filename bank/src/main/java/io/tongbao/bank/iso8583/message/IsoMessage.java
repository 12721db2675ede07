package io.tongbao.bank.iso8583.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message: its type and fields. Values are ASCII, of binary fields one character for each byte. Not thread-safe; {@code toString}
 * names type, trace number and which fields there are, never what they hold.
 */
public final class IsoMessage {

    private final String type;
    private final @Nullable String[] values = new String[Fields.LAST + 1];

    /** @param type four digits, {@code 0200} */
    public IsoMessage(String type) {
        if (type.length() != 4 || !type.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a message type has four digits");
        }
        this.type = type;
    }

    public String type() {
        return type;
    }

    /** The type that answers this one: {@code 0210} for {@code 0200} and its repeat {@code 0201}. */
    public String answerType() {
        return type.substring(0, 2) + (char) (type.charAt(2) + 1) + '0';
    }

    /** Whether somebody asks, so that an answer is due. */
    public boolean isRequest() {
        return (type.charAt(2) - '0') % 2 == 0;
    }

    /**
     * Sets a field and returns this message.
     *
     * @throws IllegalArgumentException the value does not fit the field; the message does not tell the value
     */
    public IsoMessage with(int field, String value) {
        String wrong = Fields.of(field).whyNot(value);
        if (wrong != null) {
            throw new IllegalArgumentException(wrong);
        }
        values[field] = value;
        return this;
    }

    public Optional<String> find(int field) {
        return Optional.ofNullable(values[field]);
    }

    public @Nullable String get(int field) {
        return values[field];
    }

    public String get(int field, String otherwise) {
        String value = values[field];
        return value == null ? otherwise : value;
    }

    /** Sets what has been checked. */
    void put(int field, String value) {
        values[field] = value;
    }

    /** The fields that are there, ascending. */
    public List<Integer> fields() {
        List<Integer> present = new ArrayList<>();
        for (int field = 2; field <= Fields.LAST; field++) {
            if (values[field] != null) {
                present.add(field);
            }
        }
        return present;
    }

    /** 64, or 128 when any field beyond 64 is there. */
    public int macField() {
        for (int field = Fields.PRIMARY_MAC + 1; field <= Fields.LAST; field++) {
            if (values[field] != null) {
                return Fields.SECONDARY_MAC;
            }
        }
        return Fields.PRIMARY_MAC;
    }

    @Override
    public String toString() {
        return type + "[" + get(11, "------") + " " + fields() + "]";
    }
}
