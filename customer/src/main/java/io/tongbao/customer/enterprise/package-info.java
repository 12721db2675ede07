/** Customers that are not persons, and the persons who act for them. */
@NullMarked
package io.tongbao.customer.enterprise;

import org.jspecify.annotations.NullMarked;
