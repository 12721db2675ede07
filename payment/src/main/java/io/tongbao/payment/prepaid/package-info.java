/**
 * Prepaid cards: products, batches that two members of staff issue, secrets that are printed once and never kept, activation,
 * holding, blocking, replacement, expiry. Each card is an account of the ledger; payments see it through {@link
 * io.tongbao.payment.funding.PrepaidAccess}.
 */
@NullMarked
package io.tongbao.payment.prepaid;

import org.jspecify.annotations.NullMarked;
