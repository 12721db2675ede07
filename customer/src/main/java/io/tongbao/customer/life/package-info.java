/** What happens to an account between registration and erasure. */
@NullMarked
package io.tongbao.customer.life;

import org.jspecify.annotations.NullMarked;
