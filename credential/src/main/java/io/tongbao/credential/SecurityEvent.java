package io.tongbao.credential;

import java.time.Instant;

/**
 * Something about a person's credentials that the person is told about.
 *
 * @param detail what it was about, without secrets: a passkey's name, a device's name; may be empty, at most 200 characters
 */
public record SecurityEvent(Subject subject, Kind kind, Instant at, String detail) {

    private static final int LONGEST = 200;

    /** What happened. */
    public enum Kind {
        PASSWORD_SET,
        PASSWORD_REMOVED,
        TOTP_ADDED,
        TOTP_REMOVED,
        RECOVERY_CODES_MADE,
        RECOVERY_CODE_USED,
        PASSKEY_ADDED,
        PASSKEY_RENAMED,
        PASSKEY_REMOVED,
        /** A passkey's counter went back: somebody may hold a copy. */
        PASSKEY_COPIED,
        /** Wrong guesses brought a lock. */
        LOCKED,
        /** A lock was lifted by another proof. */
        UNLOCKED,
        /** A right secret from a place never seen before. */
        NEW_PLACE,
        SESSION_OPENED,
        SESSION_REVOKED,
        ALL_SESSIONS_REVOKED
    }

    public SecurityEvent {
        if (detail.length() > LONGEST) {
            detail = detail.substring(0, LONGEST);
        }
    }
}
