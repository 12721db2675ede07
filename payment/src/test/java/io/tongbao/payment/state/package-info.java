@NullMarked
package io.tongbao.payment.state;

import org.jspecify.annotations.NullMarked;
