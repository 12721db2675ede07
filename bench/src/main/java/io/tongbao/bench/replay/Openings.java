package io.tongbao.bench.replay;

import io.tongbao.kernel.Currency;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Ledger;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferIds;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Funds customers with what the log says they had, out of the books' opening account. The transfer's id is computed from the
 * party, so it moves once, however often it is sent.
 */
final class Openings {

    /** Reason code of the transfer; those below 100 are payments. */
    private static final int CODE = 101;

    private static final int ORDINAL = 0;

    private final Ledger ledger;
    private final Currency currency;
    private final long openingAccountId;

    Openings(Ledger ledger, Currency currency, long openingAccountId) {
        this.ledger = ledger;
        this.currency = currency;
        this.openingAccountId = openingAccountId;
    }

    static UUID transferId(Party party) {
        return TransferIds.of(party.id(), ORDINAL);
    }

    CompletableFuture<Decision> submit(Party party) {
        return ledger.submit(Posting.of(Transfer.single(
                transferId(party),
                openingAccountId,
                party.accountId(),
                party.openingMinor(),
                currency.ledger(),
                CODE,
                party.id())));
    }
}
