@NullMarked
package io.tongbao.ledger.audit;

import org.jspecify.annotations.NullMarked;
