package io.tongbao.payment.prepaid;

import io.tongbao.ledger.Transfer;
import java.util.UUID;

/** The transfers of a prepaid card outside payments, with the reason codes they carry in the journal. */
enum PrepaidMoves {
    /** Seller's debt → card. */
    ACTIVATE(31),
    /** Expired card → income. */
    BREAKAGE(32),
    /** Old card → new card. */
    REPLACE(33);

    private final int reason;

    PrepaidMoves(int reason) {
        this.reason = reason;
    }

    /** @param id the guard on the card's state makes it happen once; the id need not */
    Transfer transfer(UUID id, PrepaidCard card, long from, long to, long amountMinor) {
        return Transfer.single(id, from, to, amountMinor, card.currency().ledger(), reason, card.id());
    }
}
