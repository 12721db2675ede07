/**
 * Events written in the transaction of the change they tell of, and read by named consumers, each with its own cursor, in an
 * order in which a late commit is never skipped. This package is the module's API.
 */
@NullMarked
package io.tongbao.outbox;

import org.jspecify.annotations.NullMarked;
