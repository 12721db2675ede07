package io.tongbao.payment;

import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import org.jspecify.annotations.Nullable;

/** The bounds of fields that several commands share; a breach is a {@link Refused} that names the field. */
final class Fields {

    static final int MAX_TEXT = 128;
    static final int MAX_REFERENCE = 64;
    static final int MIN_VALIDITY_SECONDS = 60;
    static final int MAX_WINDOW_SECONDS = 86_400;

    private Fields() {}

    static void payable(Money amount) {
        if (amount.minor() < 1 || amount.minor() > Money.MAX_PAYMENT_MINOR) {
            throw new Refused(RequestError.INVALID_AMOUNT, "amount_minor");
        }
    }

    static void between(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new Refused(RequestError.INVALID_REQUEST, field + ": " + least + " to " + most);
        }
    }

    static void bankCode(@Nullable String code) {
        if (code != null
                && (code.length() < 4 || code.length() > 8 || !code.chars().allMatch(c -> c >= '0' && c <= '9'))) {
            throw new Refused(RequestError.INVALID_REQUEST, "bank_code: 4 to 8 digits");
        }
    }

    static void reference(String reference) {
        if (reference.isEmpty() || reference.length() > MAX_REFERENCE || !clean(reference) || reference.isBlank()) {
            throw new Refused(RequestError.INVALID_REQUEST, "reference: 1 to 64 characters");
        }
    }

    static void text(String field, String text) {
        if (text.length() > MAX_TEXT || !clean(text)) {
            throw new Refused(RequestError.INVALID_REQUEST, field + ": at most 128 characters, no control characters");
        }
    }

    /** No control characters and no broken surrogate pairs: PostgreSQL and JSON could not hold them. */
    private static boolean clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
