package io.tongbao.staff;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * Something that was done or seen, to be recorded for good.
 *
 * @param acting who, from where
 * @param action {@code thing.past-participle}: {@code staff.suspended}, {@code customer.revealed}
 * @param objectKind {@code customer}, {@code provider}, {@code staff}, {@code proposal}
 * @param objectId public id of the object, 1 to 100 characters
 * @param detail names and short values; which fields changed or were seen, and why; never what they held when that is secret
 */
public record AuditEntry(
        Acting acting, String action, String objectKind, String objectId, SequencedMap<String, String> detail) {

    private static final Pattern ACTION = Pattern.compile("[a-z][a-z_-]*(\\.[a-z][a-z_-]*){1,3}");
    private static final Pattern KIND = Pattern.compile("[a-z][a-z_]{0,31}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.]{0,63}");
    /** Names of details that could only carry a secret. */
    private static final Pattern SECRET =
            Pattern.compile("(?:^|[_.])(?:pin|password|secret|token|otp|totp|cvv|pan|id_number|private_key)$");

    private static final int MOST_DETAILS = 40;
    private static final int MAX_VALUE = 1_000;
    private static final int MAX_OBJECT_ID = 100;

    public AuditEntry {
        require(ACTION.matcher(action).matches(), "an action is like staff.suspended");
        require(KIND.matcher(objectKind).matches(), "an object kind is like customer");
        require(!objectId.isEmpty() && objectId.length() <= MAX_OBJECT_ID, "an object id has 1 to 100 characters");
        require(detail.size() <= MOST_DETAILS, "at most 40 details");
        SequencedMap<String, String> copy = new LinkedHashMap<>();
        detail.forEach((name, value) -> {
            require(NAME.matcher(name).matches(), "a detail's name is like limit_minor");
            require(!SECRET.matcher(name).find(), "the audit trail holds no secrets: " + name);
            require(value.length() <= MAX_VALUE, "a detail has at most 1000 characters: " + name);
            copy.put(name, value);
        });
        detail = Collections.unmodifiableSequencedMap(copy);
    }

    public static AuditEntry of(Acting acting, String action, String objectKind, String objectId) {
        return new AuditEntry(acting, action, objectKind, objectId, new LinkedHashMap<>());
    }

    /** The same with one more detail. */
    public AuditEntry with(String name, String value) {
        SequencedMap<String, String> more = new LinkedHashMap<>(detail);
        more.put(name, value);
        return new AuditEntry(acting, action, objectKind, objectId, more);
    }

    /** The same with details, each name behind {@code prefix}. */
    public AuditEntry with(String prefix, Map<String, String> values) {
        SequencedMap<String, String> more = new LinkedHashMap<>(detail);
        values.forEach((name, value) -> more.put(prefix + name, value));
        return new AuditEntry(acting, action, objectKind, objectId, more);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
