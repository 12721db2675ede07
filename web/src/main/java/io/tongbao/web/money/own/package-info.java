/** Money between a customer's own wallet, cards and phone. */
@NullMarked
package io.tongbao.web.money.own;

import org.jspecify.annotations.NullMarked;
