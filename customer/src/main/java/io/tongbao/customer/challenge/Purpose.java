package io.tongbao.customer.challenge;

import static io.tongbao.customer.challenge.ProofFactor.DEVICE_KEY;
import static io.tongbao.customer.challenge.ProofFactor.IDENTITY_NUMBER;
import static io.tongbao.customer.challenge.ProofFactor.PASSKEY;
import static io.tongbao.customer.challenge.ProofFactor.PIN;
import static io.tongbao.customer.challenge.ProofFactor.SMS_CODE;
import static io.tongbao.customer.challenge.ProofFactor.TOTP;

import java.time.Duration;
import java.util.Set;

/** What a challenge is for, and which factors it takes; the number is stored and never changes. */
public enum Purpose {
    PAYMENT(1, Duration.ofMinutes(5), PIN, SMS_CODE, PASSKEY, DEVICE_KEY, TOTP),
    /** An operator pays from an enterprise's wallet; open for a second operator for a day. */
    ENTERPRISE_PAYMENT(2, Duration.ofHours(24), PIN),
    /** Without the PIN, which is what was forgotten. */
    PIN_RESET(3, Duration.ofMinutes(15), SMS_CODE, PASSKEY, DEVICE_KEY, TOTP, IDENTITY_NUMBER),
    PIN_UNLOCK(4, Duration.ofMinutes(15), SMS_CODE, PASSKEY, DEVICE_KEY, TOTP, IDENTITY_NUMBER),
    DEVICE_BINDING(5, Duration.ofMinutes(10), PIN, SMS_CODE, PASSKEY, TOTP),
    /** The old number may be gone; then the second kind is a device, a passkey or an app. */
    NUMBER_CHANGE(6, Duration.ofMinutes(30), PIN, SMS_CODE, PASSKEY, DEVICE_KEY, TOTP, IDENTITY_NUMBER),
    CLOSE_ACCOUNT(7, Duration.ofMinutes(15), PIN, SMS_CODE, PASSKEY, DEVICE_KEY, TOTP),
    UNFREEZE(8, Duration.ofMinutes(15), PIN, SMS_CODE, PASSKEY, DEVICE_KEY, TOTP, IDENTITY_NUMBER),
    DATA_STATEMENT(9, Duration.ofMinutes(15), PIN, SMS_CODE, PASSKEY, DEVICE_KEY, TOTP);

    private final int number;
    private final Duration open;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<ProofFactor> accepted;

    Purpose(int number, Duration open, ProofFactor... accepted) {
        this.number = number;
        this.open = open;
        this.accepted = Set.of(accepted);
    }

    public int number() {
        return number;
    }

    /** How long it may take from opening to use. */
    public Duration open() {
        return open;
    }

    public Set<ProofFactor> accepted() {
        return accepted;
    }

    static Purpose of(int number) {
        for (Purpose purpose : values()) {
            if (purpose.number == number) {
                return purpose;
            }
        }
        throw new IllegalArgumentException("purpose " + number);
    }
}
