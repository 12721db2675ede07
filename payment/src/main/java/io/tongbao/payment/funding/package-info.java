/** Where the money of a payment comes from or goes to outside the wallet: sources, the instructions given to partners, and their rows. */
@NullMarked
package io.tongbao.payment.funding;

import org.jspecify.annotations.NullMarked;
