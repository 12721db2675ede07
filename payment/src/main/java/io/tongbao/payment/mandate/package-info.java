/**
 * Mandates: a customer's consent that a provider takes recurring payments. What they are and what they allow; taking a payment is a
 * use case of the module's root. The one-step {@code Agreement} stays beside it: it is the wallet's "small payments without asking",
 * a narrow row on the busiest path, and knows neither periods nor sources nor validity.
 */
@NullMarked
package io.tongbao.payment.mandate;

import org.jspecify.annotations.NullMarked;
