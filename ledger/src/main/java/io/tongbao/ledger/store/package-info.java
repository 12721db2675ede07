/** The ledger's tables: loading, locking and writing in sets over plain JDBC. */
@NullMarked
package io.tongbao.ledger.store;

import org.jspecify.annotations.NullMarked;
