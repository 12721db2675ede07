@NullMarked
package io.tongbao.merchant.signature;

import org.jspecify.annotations.NullMarked;
