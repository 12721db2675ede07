@NullMarked
package io.tongbao.payment.prepaid;

import org.jspecify.annotations.NullMarked;
