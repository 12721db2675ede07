/** How a phone number becomes a customer. */
@NullMarked
package io.tongbao.customer.registration;

import org.jspecify.annotations.NullMarked;
