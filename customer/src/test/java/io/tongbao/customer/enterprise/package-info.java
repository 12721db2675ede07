@NullMarked
package io.tongbao.customer.enterprise;

import org.jspecify.annotations.NullMarked;
