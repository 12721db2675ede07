package io.tongbao.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * What a lane gives to everything in one batch.
 *
 * @param lane lane that committed it
 * @param batchSeq number of the batch in its lane, from 1, without gaps
 * @param ts microseconds since 1970, greater than any earlier batch of the lane and any earlier movement of the accounts
 *     that it touches; a batch's transfers have {@code ts + ordinal}
 * @param businessDate the day the books count it to (Asia/Shanghai)
 */
public record BatchStamp(int lane, long batchSeq, long ts, LocalDate businessDate) {

    public Instant instant() {
        return Instant.EPOCH.plus(ts, ChronoUnit.MICROS);
    }
}
