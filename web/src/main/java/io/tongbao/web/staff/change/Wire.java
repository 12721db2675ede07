package io.tongbao.web.staff.change;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Actor;
import io.tongbao.staff.StaffError;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;

/** Fields of proposals, read and written the same way by all kinds. */
final class Wire {

    private Wire() {}

    static SequencedMap<String, String> fields(String... namesAndValues) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    static UUID customer(Map<String, String> fields, String name) {
        return PublicId.parse(Customer.PREFIX, fields.getOrDefault(name, ""))
                .orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
    }

    static String customer(UUID id) {
        return PublicId.format(Customer.PREFIX, id);
    }

    static String text(Map<String, String> fields, String name, int least, int most) {
        String text = fields.getOrDefault(name, "").strip();
        if (text.length() < least || text.length() > most || text.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(
                    RequestError.INVALID_REQUEST, name + ": must have " + least + " to " + most + " characters");
        }
        return text;
    }

    /** A constant in lower case. */
    static <E extends Enum<E>> E choice(Map<String, String> fields, String name, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(fields.get(name))) {
                return constant;
            }
        }
        throw new Refused(RequestError.INVALID_REQUEST, name + ": must be one of the values in the API reference");
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The member who decides; only members decide proposals. */
    static UUID member(Acting acting) {
        if (acting.actor() instanceof Actor.Member(UUID id)) {
            return id;
        }
        throw new Refused(StaffError.PERMISSION_MISSING);
    }
}
