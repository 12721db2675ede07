@NullMarked
package io.tongbao.customer.identity;

import org.jspecify.annotations.NullMarked;
