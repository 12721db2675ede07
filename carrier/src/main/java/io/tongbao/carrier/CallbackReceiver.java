package io.tongbao.carrier;

import org.jspecify.annotations.Nullable;

/**
 * A carrier that also speaks on its own account over HTTP. The web edge hands on what came to this carrier's callback path, unread; whatever
 * follows goes to {@link io.tongbao.partner.LateAnswers} before the status is returned.
 */
public interface CallbackReceiver {

    /**
     * @param authorization the header {@code Authorization} as it came
     * @param body at most 64 KiB
     * @return the HTTP status to answer: 204 when what it says is durable, 400 or 401 when it is not to be believed, 503 when the carrier
     *     should send it again
     */
    int receive(@Nullable String authorization, byte[] body);
}
