package io.tongbao.ledger.audit;

import java.math.BigInteger;

/** A sum of longs that never overflows and rarely allocates. */
final class WideSum {

    private BigInteger carried = BigInteger.ZERO;
    private long low;

    void add(long value) {
        long sum = low + value;
        if (((low ^ sum) & (value ^ sum)) < 0) {
            carried = carried.add(BigInteger.valueOf(low));
            low = value;
        } else {
            low = sum;
        }
    }

    BigInteger value() {
        return carried.add(BigInteger.valueOf(low));
    }

    void clear() {
        carried = BigInteger.ZERO;
        low = 0;
    }
}
