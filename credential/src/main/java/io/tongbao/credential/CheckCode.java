package io.tongbao.credential;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings a one-time code back.
 *
 * @param id what {@link OneTimeCodes#issue} answered
 * @param purpose as it was issued for
 * @param holder as it was issued for
 * @param boundTo as it was issued for, taken again from what will be done
 * @param code six digits; anything else is a wrong code
 * @param attempt for the limits
 * @param owner who is told of locks, or null
 */
@SuppressWarnings("ArrayRecordComponent") // a command, never compared
public record CheckCode(
        UUID id,
        CodePurpose purpose,
        String holder,
        byte[] boundTo,
        String code,
        Attempt attempt,
        @Nullable Subject owner) {

    /** Without the code. */
    @Override
    public String toString() {
        return "CheckCode[" + id + " " + purpose + "]";
    }
}
