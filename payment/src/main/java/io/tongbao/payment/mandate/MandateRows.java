package io.tongbao.payment.mandate;

import io.tongbao.ledger.Rider;

/** Rows that ride with a posting: a new mandate. */
public final class MandateRows {

    private MandateRows() {}

    public static Rider<?> signed(Mandate mandate) {
        return new Rider<>(MandateTable.INSTANCE, mandate);
    }
}
