@NullMarked
package io.tongbao.ledger.commit;

import org.jspecify.annotations.NullMarked;
