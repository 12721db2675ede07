/** Group commit: lanes, their leases, and the node that runs them. */
@NullMarked
package io.tongbao.ledger.commit;

import org.jspecify.annotations.NullMarked;
