@NullMarked
package io.tongbao.customer;

import org.jspecify.annotations.NullMarked;
