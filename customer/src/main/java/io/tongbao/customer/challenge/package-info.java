/** What somebody is asked to prove before something happens. */
@NullMarked
package io.tongbao.customer.challenge;

import org.jspecify.annotations.NullMarked;
