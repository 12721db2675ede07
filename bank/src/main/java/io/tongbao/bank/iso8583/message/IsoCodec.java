package io.tongbao.bank.iso8583.message;

import com.solab.iso8583.IsoType;
import com.solab.iso8583.IsoValue;
import com.solab.iso8583.MessageFactory;
import com.solab.iso8583.parse.FieldParseInfo;
import io.tongbao.bank.iso8583.message.Fields.Field;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages to bytes and back: type in ASCII, bit maps in binary, fields in order. j8583 lays the fields out; this class adds what it leaves
 * open: alphabets and lengths of {@link Fields}, and that nothing follows the last field. Thread-safe.
 */
public final class IsoCodec {

    /** Longest message that is read or written, bytes, without its length. */
    public static final int MOST_BYTES = 8 * 1024;

    private static final String ENCODING = StandardCharsets.ISO_8859_1.name();
    private static final int LEAST_BYTES = 12;

    /** Requests, repeats and answers that are spoken here. */
    private static final List<String> TYPES = List.of(
            "0100", "0101", "0110", "0120", "0121", "0130", "0200", "0201", "0210", "0220", "0221", "0230", "0400",
            "0401", "0410", "0420", "0421", "0430", "0600", "0601", "0610", "0620", "0630", "0800", "0801", "0810",
            "0820", "0830");

    private final MessageFactory<com.solab.iso8583.IsoMessage> factory = factory();

    private static MessageFactory<com.solab.iso8583.IsoMessage> factory() {
        MessageFactory<com.solab.iso8583.IsoMessage> factory = new MessageFactory<>();
        factory.setUseBinaryBitmap(true);
        factory.setForceStringEncoding(true);
        factory.setCharacterEncoding(ENCODING);
        Map<Integer, FieldParseInfo> guide = new HashMap<>();
        for (int number = 2; number <= Fields.LAST; number++) {
            Field field = Fields.of(number);
            guide.put(
                    number,
                    FieldParseInfo.getInstance(
                            type(field), field.lengthDigits() == 0 ? field.length() : 0, ENCODING, false));
        }
        for (String type : TYPES) {
            factory.setParseMap(Integer.parseInt(type, 16), guide);
        }
        return factory;
    }

    private static IsoType type(Field field) {
        return switch (field.lengthDigits()) {
            case 0 -> IsoType.ALPHA;
            case 2 -> IsoType.LLVAR;
            default -> IsoType.LLLVAR;
        };
    }

    /**
     * The bytes of a message, without frame.
     *
     * @throws IllegalArgumentException it is longer than {@link #MOST_BYTES}
     */
    public byte[] write(IsoMessage message) {
        com.solab.iso8583.IsoMessage out = factory.newMessage(Integer.parseInt(message.type(), 16));
        for (int number : message.fields()) {
            Field field = Fields.of(number);
            IsoType type = type(field);
            out.setField(
                    number,
                    type.needsLength()
                            ? new IsoValue<>(type, message.get(number, ""), field.length())
                            : new IsoValue<>(type, message.get(number, "")));
        }
        byte[] bytes = out.writeData();
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("a message has at most " + MOST_BYTES + " bytes");
        }
        return bytes;
    }

    /** Reads bytes that must be exactly one message. */
    public IsoMessage read(byte[] bytes) throws MalformedMessage {
        if (bytes.length < LEAST_BYTES || bytes.length > MOST_BYTES) {
            throw new MalformedMessage("a message has " + LEAST_BYTES + " to " + MOST_BYTES + " bytes");
        }
        String type = new String(bytes, 0, 4, StandardCharsets.ISO_8859_1);
        if (!TYPES.contains(type)) {
            throw new MalformedMessage("the message type is not one of ours");
        }
        com.solab.iso8583.IsoMessage in;
        try {
            in = factory.parseMessage(bytes, 0);
        } catch (ParseException
                | UnsupportedEncodingException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            // Its text may quote what was read, so it goes no further.
            throw new MalformedMessage("the fields cannot be told apart");
        }
        if (in == null) {
            throw new MalformedMessage("the message type is not one of ours");
        }
        IsoMessage message = new IsoMessage(type);
        int length = (bytes[4] & 0x80) == 0 ? 12 : 20;
        for (int number = 2; number <= Fields.LAST; number++) {
            Object read = in.hasField(number) ? in.getObjectValue(number) : null;
            if (read == null) {
                continue;
            }
            Field field = Fields.of(number);
            String value = read.toString();
            String wrong = field.whyNot(value);
            if (wrong != null) {
                throw new MalformedMessage(wrong);
            }
            if (field.lengthDigits() > 0 && digits(bytes, length, field.lengthDigits()) != value.length()) {
                throw new MalformedMessage("field " + number + " has a length that is none");
            }
            message.put(number, value);
            length += field.lengthDigits() + value.length();
        }
        if (length != bytes.length) {
            throw new MalformedMessage("fields and length differ");
        }
        return message;
    }

    /**
     * As much of a malformed message as stands before the fault, so that a refusal can name what it refuses; null when not even the type
     * can be read or it is no request.
     */
    public @Nullable IsoMessage readHead(byte[] bytes) {
        String type = bytes.length < LEAST_BYTES ? "" : new String(bytes, 0, 4, StandardCharsets.ISO_8859_1);
        if (!TYPES.contains(type)) {
            return null;
        }
        IsoMessage head = new IsoMessage(type);
        if (!head.isRequest()) {
            return null;
        }
        int at = (bytes[4] & 0x80) == 0 ? 12 : 20;
        for (int number = 2; number <= Fields.PRIMARY_MAC; number++) {
            if ((bytes[4 + (number - 1) / 8] & (0x80 >> ((number - 1) % 8))) == 0) {
                continue;
            }
            Field field = Fields.of(number);
            int length = field.length();
            if (field.lengthDigits() > 0) {
                length = digits(bytes, at, field.lengthDigits());
                at += field.lengthDigits();
            }
            if (length < 0 || at + length > bytes.length) {
                return head;
            }
            String value = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
            if (field.whyNot(value) != null) {
                return head;
            }
            head.put(number, value);
            at += length;
        }
        return head;
    }

    private static int digits(byte[] bytes, int at, int count) {
        int number = 0;
        for (int i = at; i < at + count; i++) {
            if (i >= bytes.length || bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }
}
