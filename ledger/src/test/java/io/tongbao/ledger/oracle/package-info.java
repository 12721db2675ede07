/** A small ledger that is obviously right, and random histories to hold against it. */
@NullMarked
package io.tongbao.ledger.oracle;

import org.jspecify.annotations.NullMarked;
