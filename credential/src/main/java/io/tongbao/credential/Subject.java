package io.tongbao.credential;

import java.util.Locale;
import java.util.UUID;

/** Somebody who has credentials. */
public record Subject(SubjectKind kind, UUID id) {

    public static Subject customer(UUID id) {
        return new Subject(SubjectKind.CUSTOMER, id);
    }

    public static Subject staff(UUID id) {
        return new Subject(SubjectKind.STAFF, id);
    }

    /** {@code customer:<uuid>}: where sealed fields are bound to, and a target of guesses. */
    public String word() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + id;
    }
}
