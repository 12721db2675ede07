/** Mandates of customers. */
@NullMarked
package io.tongbao.web.money.mandate;

import org.jspecify.annotations.NullMarked;
