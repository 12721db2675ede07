@NullMarked
package io.tongbao.payment.card;

import org.jspecify.annotations.NullMarked;
