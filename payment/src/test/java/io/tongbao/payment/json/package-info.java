@NullMarked
package io.tongbao.payment.json;

import org.jspecify.annotations.NullMarked;
