/** The states of a payment and the one table of moves between them. Pure. */
@NullMarked
package io.tongbao.payment.state;

import org.jspecify.annotations.NullMarked;
