package io.tongbao.edge;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.RequestError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object being read strictly: each getter takes its field out, and {@link #end} refuses what nobody took. An absent
 * optional field and one that is {@code null} are the same. Not thread-safe.
 */
public final class JsonBody {

    private final String path;
    private final Map<String, Object> fields;

    private JsonBody(String path, Map<String, Object> fields) {
        this.path = path;
        this.fields = fields;
    }

    /** The whole body, which must be one object. An empty body reads as an empty object. */
    public static JsonBody of(byte[] body) {
        return new JsonBody("", body.length == 0 ? new LinkedHashMap<>() : StrictJson.parse(body));
    }

    /** As {@link #of}, where a text may be as long as the body; for routes that bound it themselves. */
    static JsonBody ofLarge(byte[] body) {
        return new JsonBody("", body.length == 0 ? new LinkedHashMap<>() : StrictJson.parseLarge(body));
    }

    /** Refuses fields that no getter took. */
    public void end() {
        for (String name : fields.keySet()) {
            String shown = name.length() > 64 ? name.substring(0, 64) : name;
            throw new FieldRefused(
                    RequestError.UNKNOWN_FIELD, path + shown, "there is no field \"" + path + shown + "\" here");
        }
    }

    /** 1 to 10¹⁵, whole; never a fraction or a string. */
    public long amount(String name) {
        Object value = required(name);
        if (value instanceof Long minor && minor >= 1 && minor <= Money.MAX_PAYMENT_MINOR) {
            return minor;
        }
        throw refuse(RequestError.INVALID_AMOUNT, name, "must be an integer from 1 to " + Money.MAX_PAYMENT_MINOR);
    }

    /** As {@link #amount}, or null. */
    public @Nullable Long optionalAmount(String name) {
        return fields.containsKey(name) ? Long.valueOf(amount(name)) : null;
    }

    /** Whole, 0 to 10¹⁵. */
    public long amountOrZero(String name) {
        return Long.valueOf(0).equals(fields.get(name)) ? integer(name, 0, 0) : amount(name);
    }

    public Currency currency(String name) {
        String code = text(name, 1, 8);
        for (Currency currency : Currency.values()) {
            if (currency.name().equals(code)) {
                return currency;
            }
        }
        throw refuse(RequestError.UNSUPPORTED_CURRENCY, name, "must be one of the ISO 4217 codes in use, such as CNY");
    }

    public long integer(String name, long least, long most) {
        if (required(name) instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw refuse(RequestError.INVALID_REQUEST, name, "must be an integer from " + least + " to " + most);
    }

    public int integer(String name, int least, int most, int otherwise) {
        return fields.containsKey(name) ? (int) integer(name, least, most) : otherwise;
    }

    public boolean flag(String name, boolean otherwise) {
        if (!fields.containsKey(name)) {
            return otherwise;
        }
        if (required(name) instanceof Boolean flag) {
            return flag;
        }
        throw refuse(RequestError.INVALID_REQUEST, name, "must be true or false");
    }

    /** Counted in Unicode code points; control characters and broken surrogates are refused. */
    public String text(String name, int least, int most) {
        if (!(required(name) instanceof String text)) {
            throw refuse(RequestError.INVALID_REQUEST, name, "must be a string");
        }
        int length = text.codePointCount(0, text.length());
        if (length < least || length > most) {
            throw refuse(RequestError.INVALID_REQUEST, name, "must have " + least + " to " + most + " characters");
        }
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF)) {
                throw refuse(
                        RequestError.INVALID_REQUEST, name, "must not contain control characters or broken surrogates");
            }
        }
        return text;
    }

    public @Nullable String optionalText(String name, int least, int most) {
        return fields.containsKey(name) ? text(name, least, most) : null;
    }

    /** Visible ASCII, so that references can stand in URLs, files and text messages. */
    public String reference(String name) {
        String reference = text(name, 1, 64);
        if (!isReference(reference)) {
            throw refuse(
                    RequestError.INVALID_REQUEST, name, "must be 1 to 64 visible ASCII characters without / ? # or %");
        }
        return reference;
    }

    public @Nullable String optionalReference(String name) {
        return fields.containsKey(name) ? reference(name) : null;
    }

    public static boolean isReference(String text) {
        if (text.isEmpty() || text.length() > 64) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x21 || c > 0x7e || c == '/' || c == '?' || c == '#' || c == '%' || c == '\\' || c == ';') {
                return false;
            }
        }
        return true;
    }

    public Msisdn msisdn(String name) {
        return Msisdn.parse(text(name, 1, 40))
                .orElseThrow(() -> refuse(RequestError.INVALID_MSISDN, name, "must be a number like +8613800138000"));
    }

    public @Nullable Msisdn optionalMsisdn(String name) {
        return fields.containsKey(name) ? msisdn(name) : null;
    }

    public UUID id(String name, String prefix) {
        return PublicId.parse(prefix, text(name, 1, 64))
                .orElseThrow(() -> refuse(RequestError.INVALID_REQUEST, name, "must be an id like " + prefix + "_…"));
    }

    public @Nullable UUID optionalId(String name, String prefix) {
        return fields.containsKey(name) ? id(name, prefix) : null;
    }

    /** A six-digit PIN; its value never appears in an error. */
    public char[] pin(String name) {
        String pin = text(name, 1, 64);
        if (pin.length() != 6 || !pin.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw refuse(RequestError.INVALID_REQUEST, name, "must be six digits");
        }
        return pin.toCharArray();
    }

    public char @Nullable [] optionalPin(String name) {
        return fields.containsKey(name) ? pin(name) : null;
    }

    /** A constant in lower case. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        if (!fields.containsKey(name)) {
            return otherwise;
        }
        String text = text(name, 1, 64);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw refuse(RequestError.INVALID_REQUEST, name, "must be one of the values in the API reference");
    }

    /** A list of texts of at most 100 characters each; empty when absent. */
    public List<String> texts(String name, int most) {
        if (!fields.containsKey(name)) {
            return List.of();
        }
        if (!(required(name) instanceof List<?> list) || list.size() > most) {
            throw refuse(RequestError.INVALID_REQUEST, name, "must be a list of at most " + most);
        }
        return list.stream()
                .map(item -> {
                    if (item instanceof String text && text.length() <= 100) {
                        return text;
                    }
                    throw refuse(RequestError.INVALID_REQUEST, name, "must be a list of strings");
                })
                .toList();
    }

    /** A list of objects, each to be read to its end; empty when absent. */
    public List<JsonBody> objects(String name, int most) {
        if (!fields.containsKey(name)) {
            return List.of();
        }
        if (!(required(name) instanceof List<?> list) || list.size() > most) {
            throw refuse(RequestError.INVALID_REQUEST, name, "must be a list of at most " + most);
        }
        List<JsonBody> objects = new ArrayList<>(list.size());
        for (Object item : list) {
            if (!(item instanceof StrictJson.Fields nested)) {
                throw refuse(RequestError.INVALID_REQUEST, name, "must be a list of objects");
            }
            objects.add(new JsonBody(path + name + "[" + objects.size() + "].", nested.values()));
        }
        return objects;
    }

    /** A nested object, or null. */
    public @Nullable JsonBody optionalObject(String name) {
        return fields.containsKey(name) ? object(name) : null;
    }

    public JsonBody object(String name) {
        if (required(name) instanceof StrictJson.Fields nested) {
            return new JsonBody(path + name + ".", nested.values());
        }
        throw refuse(RequestError.INVALID_REQUEST, name, "must be an object");
    }

    private Object required(String name) {
        Object value = fields.remove(name);
        if (value == null) {
            throw refuse(RequestError.MISSING_FIELD, name, "is required");
        }
        return value;
    }

    private FieldRefused refuse(ErrorCode code, String name, String detail) {
        return new FieldRefused(code, path + name, path + name + " " + detail);
    }
}
