/** A small JSON writer straight to UTF-8 bytes, quick enough for the ledger's lane threads. */
@NullMarked
package io.tongbao.payment.json;

import org.jspecify.annotations.NullMarked;
