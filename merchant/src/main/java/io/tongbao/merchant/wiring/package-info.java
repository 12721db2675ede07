/** How the parts of this module are put together; imported by the server. */
@NullMarked
package io.tongbao.merchant.wiring;

import org.jspecify.annotations.NullMarked;
