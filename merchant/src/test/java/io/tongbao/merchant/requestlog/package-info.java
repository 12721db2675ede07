@NullMarked
package io.tongbao.merchant.requestlog;

import org.jspecify.annotations.NullMarked;
