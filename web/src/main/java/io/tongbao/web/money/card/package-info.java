/** Bank cards of customers. */
@NullMarked
package io.tongbao.web.money.card;

import org.jspecify.annotations.NullMarked;
