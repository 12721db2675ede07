package io.tongbao.web.app;

import io.tongbao.customer.Language;
import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.kernel.RequestError;
import io.tongbao.web.security.SessionCookie;
import io.tongbao.web.signin.AppCall;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fields that several routes read. */
final class Fields {

    private static final int MOST_BASE64 = 60_000;

    private Fields() {}

    static byte[] base64(JsonBody body, String name) {
        return base64(body, name, MOST_BASE64);
    }

    static byte[] base64(JsonBody body, String name, int mostChars) {
        try {
            return Base64.getUrlDecoder().decode(body.text(name, 1, mostChars));
        } catch (IllegalArgumentException e) {
            throw new FieldRefused(RequestError.INVALID_REQUEST, name, name + " must be base64url");
        }
    }

    /** {@code 2036-01-01}, or null. */
    static @Nullable LocalDate optionalDate(JsonBody body, String name) {
        String text = body.optionalText(name, 10, 10);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new FieldRefused(RequestError.INVALID_REQUEST, name, name + " must be a date like 2036-01-01");
        }
    }

    static <E extends Enum<E>> E choice(JsonBody body, String name, Class<E> type) {
        return constant(body.text(name, 1, 64), name, type);
    }

    /** A constant by its name in lower case. */
    static <E extends Enum<E>> E constant(String text, String name, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw new FieldRefused(
                RequestError.INVALID_REQUEST, name, name + " must be one of the values in the API reference");
    }

    /** The browser's secret by which limits know it again; null for one without. */
    static @Nullable String place(AppCall call) {
        return SessionCookie.BROWSER.read(call.exchange()).orElse(null);
    }

    /** As the request's own language says. */
    static Language language(AppCall call) {
        return call.locale().getLanguage().equals("zh") ? Language.ZH : Language.EN;
    }
}
