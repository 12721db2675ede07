/** {@code bench ledger}: group commit against one transaction per transfer and against plain COPY, in one run. */
@NullMarked
package io.tongbao.bench.ledger;

import org.jspecify.annotations.NullMarked;
