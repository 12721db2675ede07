/** What a payment account may do: classes, the checks they need, their limits. Pure: no input, no output, no clock. */
@NullMarked
package io.tongbao.customer.tier;

import org.jspecify.annotations.NullMarked;
