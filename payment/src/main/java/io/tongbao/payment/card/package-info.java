/**
 * Cards that customers bind: which bank a number belongs to, signing up at that bank, order, unbinding. Payments see them through
 * {@link io.tongbao.payment.funding.CardAccess}. No number, holder or token leaves this package but towards the bank.
 */
@NullMarked
package io.tongbao.payment.card;

import org.jspecify.annotations.NullMarked;
