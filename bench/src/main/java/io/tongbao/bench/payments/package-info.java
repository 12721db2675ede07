/** Signed wallet payments over HTTP, as fast as they go. */
@NullMarked
package io.tongbao.bench.payments;

import org.jspecify.annotations.NullMarked;
