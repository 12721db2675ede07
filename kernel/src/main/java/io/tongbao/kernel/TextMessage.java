package io.tongbao.kernel;

import java.time.Duration;
import java.util.UUID;

/**
 * A text for a phone.
 *
 * @param id the sender's own; a repeat with the same id is not sent twice
 * @param text 1 to 500 characters, in the receiver's language. May hold a one-time code: never logged
 * @param validity how long it is worth delivering, 1 s to 3 days
 */
public record TextMessage(UUID id, Msisdn to, String text, Duration validity) {

    private static final int MAX_CHARACTERS = 500;
    private static final Duration LONGEST = Duration.ofDays(3);

    public TextMessage {
        if (text.isBlank() || text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("a text has 1 to " + MAX_CHARACTERS + " characters");
        }
        if (validity.toSeconds() < 1 || validity.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a text is valid for 1 s to 3 days");
        }
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "TextMessage[" + id + " to " + to + "]";
    }
}
