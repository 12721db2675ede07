package io.tongbao.staff;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody acting: who, from where, in which request.
 *
 * @param sourceIp address of the caller, null when there is none
 * @param requestId of the HTTP request, null when there is none
 */
public record Acting(
        Actor actor, @Nullable String sourceIp, @Nullable String requestId) {

    public static Acting member(UUID id, @Nullable String sourceIp, @Nullable String requestId) {
        return new Acting(new Actor.Member(id), sourceIp, requestId);
    }

    /** A part of the system, such as {@code cli} or {@code jobs}. */
    public static Acting machine(String name) {
        return new Acting(new Actor.Machine(name), null, null);
    }
}
