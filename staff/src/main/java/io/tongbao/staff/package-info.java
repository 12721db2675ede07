/** The operator's people: users and roles, maker/checker proposals, the hash-chained audit trail. This package is the module's API. */
@NullMarked
package io.tongbao.staff;

import org.jspecify.annotations.NullMarked;
