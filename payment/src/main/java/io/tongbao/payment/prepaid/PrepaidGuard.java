package io.tongbao.payment.prepaid;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A prepaid card in the state that a posting needs, and what becomes of it. */
final class PrepaidGuard implements Guard<UUID, PrepaidCard> {

    private final UUID cardId;
    private final Judge judge;
    private final BiFunction<PrepaidCard, BatchStamp, PrepaidCard> change;

    /** What a posting thinks of a card. */
    @FunctionalInterface
    interface Judge {
        Verdict of(PrepaidCard card, BatchStamp stamp);
    }

    private PrepaidGuard(UUID cardId, Judge judge, BiFunction<PrepaidCard, BatchStamp, PrepaidCard> change) {
        this.cardId = cardId;
        this.judge = judge;
        this.change = change;
    }

    /** The card pays: active, not over, and held by this customer. */
    static PrepaidGuard pays(UUID cardId, UUID holder) {
        return new PrepaidGuard(cardId, (card, stamp) -> usable(card, holder, stamp), (card, stamp) -> card);
    }

    /** The card moves on; nothing at all happens when it is in none of the states that {@code judge} passes. */
    static PrepaidGuard moves(UUID cardId, Judge judge, BiFunction<PrepaidCard, BatchStamp, PrepaidCard> change) {
        return new PrepaidGuard(cardId, judge, change);
    }

    private static Verdict usable(PrepaidCard card, UUID holder, BatchStamp stamp) {
        if (card.state() != PrepaidState.ACTIVE) {
            return Verdict.refuse(card.state().refusal());
        }
        if (stamp.ts() >= card.expiresTs()) {
            return Verdict.refuse(PrepaidError.PREPAID_EXPIRED);
        }
        return card.isHeldBy(holder) ? Verdict.PASS : Verdict.refuse(PrepaidError.PREPAID_HELD_BY_ANOTHER);
    }

    @Override
    public GuardTable<UUID, PrepaidCard> table() {
        return PrepaidTable.INSTANCE;
    }

    @Override
    public UUID key() {
        return cardId;
    }

    @Override
    public Verdict check(@Nullable PrepaidCard card, BatchStamp stamp) {
        return card == null ? Verdict.reject(PrepaidError.PREPAID_NOT_FOUND) : judge.of(card, stamp);
    }

    @Override
    public @Nullable PrepaidCard after(@Nullable PrepaidCard card, Decision decision) {
        return card != null && decision instanceof Decision.Applied applied
                ? change.apply(card, applied.stamp())
                : card;
    }
}
