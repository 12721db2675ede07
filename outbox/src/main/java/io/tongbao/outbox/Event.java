package io.tongbao.outbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, in the words of the public API.
 *
 * @param id time-ordered; public form {@code evt_…}; consumers use it to recognise repeats
 * @param type such as {@code payment.succeeded}
 * @param subjectId the object it is about
 * @param ownerId the service provider who may hear of it; null for nobody outside
 * @param ts microseconds since 1970
 * @param jsonPayload UTF-8, the object as it stood then; not to be changed by anyone who holds it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per event would cost more than it protects
public record Event(
        UUID id, String type, UUID subjectId, @Nullable UUID ownerId, long ts, byte[] jsonPayload) {

    /** Prefix of public event ids. */
    public static final String PREFIX = "evt";

    @Override
    public String toString() {
        return "Event[" + type + " " + id + " of " + subjectId + "]";
    }
}
