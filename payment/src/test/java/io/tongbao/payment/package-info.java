@NullMarked
package io.tongbao.payment;

import org.jspecify.annotations.NullMarked;
