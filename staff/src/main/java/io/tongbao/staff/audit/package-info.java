/** The audit trail's chain: how an entry is hashed, verified, sealed outside the database, exported and checked offline. */
@NullMarked
package io.tongbao.staff.audit;

import org.jspecify.annotations.NullMarked;
