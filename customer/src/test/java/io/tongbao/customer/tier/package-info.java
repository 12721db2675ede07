@NullMarked
package io.tongbao.customer.tier;

import org.jspecify.annotations.NullMarked;
