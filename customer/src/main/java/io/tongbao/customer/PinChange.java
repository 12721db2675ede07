package io.tongbao.customer;

import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.Purpose;
import io.tongbao.customer.identity.IdentityFile;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Riders;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes the payment PIN by the old one, resets it or unlocks it by a challenge. A new PIN lowers the limits for a day and
 * is told to the customer.
 *
 * <p>Errors: CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED; of {@link #change} PIN_WRONG, PIN_LOCKED and PIN_CHANGED_MEANWHILE; of
 * {@link #reset} and {@link #unlock} those of {@link Challenges#use}; for weak new PINs those of {@link WeakPin}.
 */
public final class PinChange {

    private final CustomerDesk desk;
    private final CustomerGuards guards;
    private final PinKeyring keyring;
    private final Challenges challenges;
    private final SecureRandom random = new SecureRandom();

    public PinChange(CustomerDesk desk, CustomerGuards guards, PinKeyring keyring) {
        this.desk = desk;
        this.guards = guards;
        this.keyring = keyring;
        this.challenges = new Challenges(desk);
    }

    /**
     * The old PIN is judged, and counted when wrong, as a payment's is.
     *
     * @param place as {@link CustomerGuards#pin(UUID, Pin, String)}
     */
    public void change(UUID customerId, Pin old, Pin fresh, @Nullable String place) {
        Customer customer = desk.living(customerId);
        refuseWeak(customer, fresh);
        byte[] salt = desk.jdbc()
                .sql("SELECT salt FROM customer.pin WHERE customer_id = ?")
                .param(customerId)
                .query(byte[].class)
                .optional()
                .orElseThrow(() -> new Refused(CustomerError.PIN_NOT_SET));
        Decision decision = desk.ledger()
                .post(new Posting(
                        customerId.getLeastSignificantBits(),
                        List.of(),
                        List.of(guards.pin(customerId, old, place)),
                        Riders.NONE));
        if (decision instanceof Decision.RefusedByGuard(var stamp, var code, var detail)) {
            throw new Refused(code, detail == null ? null : detail.toString());
        }
        if (decision instanceof Decision.Rejected(var stamp, var code, var detail)) {
            throw new Refused(code, detail == null ? null : detail.toString());
        }
        desk.inTransaction(() -> {
            // Of two changes by the same old PIN, one is made.
            if (!store(customerId, fresh, salt)) {
                throw new Refused(CustomerError.PIN_CHANGED_MEANWHILE);
            }
            return changed(customerId, NoticeKind.PIN_CHANGED);
        });
    }

    /** @param challengeId of {@link Purpose#PIN_RESET}, satisfied; used up by this */
    public void reset(UUID customerId, UUID challengeId, Pin fresh) {
        refuseWeak(desk.living(customerId), fresh);
        challenges.use(challengeId, customerId, Purpose.PIN_RESET);
        desk.inTransaction(() -> {
            store(customerId, fresh, null);
            return changed(customerId, NoticeKind.PIN_RESET);
        });
    }

    /** @param challengeId of {@link Purpose#PIN_UNLOCK}, satisfied; used up by this */
    public void unlock(UUID customerId, UUID challengeId) {
        desk.living(customerId);
        challenges.use(challengeId, customerId, Purpose.PIN_UNLOCK);
        unlockByStaff(customerId);
    }

    /** Staff know the customer by other means. The PIN itself stays. Errors: CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED. */
    public void unlockByStaff(UUID customerId) {
        desk.living(customerId);
        desk.inTransaction(() -> {
            desk.jdbc()
                    .sql("UPDATE customer.pin SET failed = 0, locked_until_ts = 0, places = '' WHERE customer_id = ?")
                    .param(customerId)
                    .update();
            desk.notices().record(customerId, NoticeKind.PIN_UNLOCKED);
            return true;
        });
    }

    /** Wrong PINs that count against strangers or against any known place. */
    public int wrongGuesses(UUID customerId) {
        return desk.jdbc()
                .sql("SELECT failed, places FROM customer.pin WHERE customer_id = ?")
                .param(customerId)
                .query((row, n) -> row.getInt(1)
                        + PinPlace.read(row.getString(2)).stream()
                                .mapToInt(place -> place.guesses().counted())
                                .sum())
                .optional()
                .orElse(0);
    }

    /** Whether this PIN may be chosen by this customer; see {@link WeakPin}. */
    private void refuseWeak(Customer customer, Pin fresh) {
        String number = IdentityFile.find(desk, customer.id())
                .map(file -> file.document().number())
                .orElse(null);
        WeakPin.refuse(fresh, customer.msisdn(), number);
    }

    private boolean store(UUID customerId, Pin fresh, byte @Nullable [] oldSalt) {
        byte[] salt = new byte[PinKeyring.SALT_BYTES];
        random.nextBytes(salt);
        int keyVersion = keyring.currentVersion();
        int changed = desk.jdbc()
                .sql("""
                        UPDATE customer.pin
                        SET key_version = ?, salt = ?, verifier = ?, failed = 0, locked_until_ts = 0, places = ''
                        WHERE customer_id = ? AND (?::bytea IS NULL OR salt = ?)""")
                .param(keyVersion)
                .param(salt)
                .param(keyring.make(keyVersion, customerId, salt, fresh))
                .param(customerId)
                .param(oldSalt)
                .param(oldSalt)
                .update();
        return changed == 1;
    }

    private Boolean changed(UUID customerId, NoticeKind kind) {
        desk.allowances().coolOff(customerId, desk.now());
        desk.notices().record(customerId, kind);
        return true;
    }
}
