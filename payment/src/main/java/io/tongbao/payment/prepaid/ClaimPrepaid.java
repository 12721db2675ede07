package io.tongbao.payment.prepaid;

import io.tongbao.credential.Attempt;
import io.tongbao.credential.GuessKind;
import io.tongbao.credential.GuessLimits;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Guard.Verdict;
import io.tongbao.vault.KeyPurpose;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whoever has a card in hand types serial and secret and holds it from then on: pays with it, loads the wallet, has it blocked when it
 * is lost. Doing it again changes nothing. Guesses are few, counted by serial and by where they come from.
 *
 * <p>Errors: PREPAID_SECRET_WRONG, for serials that do not exist too; TRY_LATER; PREPAID_NOT_ACTIVATED, PREPAID_BLOCKED,
 * PREPAID_EXPIRED, PREPAID_REPLACED, PREPAID_HELD_BY_ANOTHER.
 */
public final class ClaimPrepaid {

    private static final byte[] NOTHING = new byte[32];

    private final PrepaidDesk desk;
    private final GuessLimits limits;

    public ClaimPrepaid(PrepaidDesk desk, GuessLimits limits) {
        this.desk = desk;
        this.limits = limits;
    }

    /**
     * @param serial as printed
     * @param attempt where it comes from; its target is replaced by the card's serial
     * @return the card's id
     */
    public UUID execute(UUID customerId, String serial, PrepaidSecret secret, Attempt attempt) {
        String number = parse(serial);
        Optional<PrepaidCard> card = desk.bySerial(number);
        Attempt guess = new Attempt("prepaid:" + number, attempt.channel(), attempt.source(), attempt.device());
        limits.judge(GuessKind.PIN, guess, null, () -> isRight(number, secret))
                .orRefuse(PrepaidError.PREPAID_SECRET_WRONG);
        UUID id = card.orElseThrow(() -> new Refused(PrepaidError.PREPAID_SECRET_WRONG))
                .id();
        desk.post(
                id,
                List.of(),
                List.of(PrepaidGuard.moves(
                        id,
                        (now, stamp) -> judge(now, customerId, stamp.ts()),
                        (now, stamp) -> now.activated(customerId, now.activatedTs(), now.expiresTs()))));
        return id;
    }

    /** A serial that cannot be one is answered as a wrong secret: the two are typed together. */
    private static String parse(String serial) {
        try {
            return Serials.parse(serial);
        } catch (Refused e) {
            throw new Refused(PrepaidError.PREPAID_SECRET_WRONG);
        }
    }

    /** The same work whether there is such a card or not. */
    private boolean isRight(String serial, PrepaidSecret secret) {
        @Nullable
        Stored stored = desk.jdbc()
                .sql("SELECT lookup_version, lookup FROM payment.prepaid_card WHERE serial = ?")
                .param(serial)
                .query((row, n) -> new Stored(row.getInt(1), row.getBytes(2)))
                .optional()
                .orElse(null);
        int version = stored == null ? desk.vault().currentVersion(KeyPurpose.LOOKUP) : stored.version();
        byte[] digest = desk.vault().mac(KeyPurpose.LOOKUP, version, secret.message(serial));
        return MessageDigest.isEqual(digest, stored == null ? NOTHING : stored.digest());
    }

    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    private record Stored(int version, byte[] digest) {}

    private static Verdict judge(PrepaidCard card, UUID customer, long ts) {
        if (card.state() != PrepaidState.ACTIVE) {
            return Verdict.reject(card.state().refusal());
        }
        if (ts >= card.expiresTs()) {
            return Verdict.reject(PrepaidError.PREPAID_EXPIRED);
        }
        return card.holderId() == null || card.isHeldBy(customer)
                ? Verdict.PASS
                : Verdict.reject(PrepaidError.PREPAID_HELD_BY_ANOTHER);
    }
}
