package io.tongbao.payment.card;

import io.tongbao.bank.CardDetails;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a card, as the bank compares it; sealed while a binding is under way. Never prints.
 *
 * @param phone E.164
 * @param expiry {@code YYMM}, or null
 */
record Holder(
        String name,
        String idNumber,
        String phone,
        @Nullable String expiry) {

    /** Empty where the expiry is null. */
    byte[] encode() {
        List<byte[]> fields = new ArrayList<>();
        int size = 0;
        for (String field : List.of(name, idNumber, phone, expiry == null ? "" : expiry)) {
            byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
            fields.add(utf8);
            size += Short.BYTES + utf8.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        fields.forEach(field -> out.putShort((short) field.length).put(field));
        return out.array();
    }

    static Holder decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        String name = next(in);
        String idNumber = next(in);
        String phone = next(in);
        String expiry = next(in);
        return new Holder(name, idNumber, phone, expiry.isEmpty() ? null : expiry);
    }

    private static String next(ByteBuffer in) {
        byte[] field = new byte[in.getShort()];
        in.get(field);
        return new String(field, StandardCharsets.UTF_8);
    }

    /** @param securityCode passed through; null when the bank is asked again */
    CardDetails details(CardNumber number, @Nullable String securityCode) {
        return new CardDetails(number.digits(), expiry, securityCode, name, idNumber, phone);
    }

    @Override
    public String toString() {
        return "Holder[****]";
    }
}
