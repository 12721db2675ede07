@NullMarked
package io.tongbao.merchant.webhook;

import org.jspecify.annotations.NullMarked;
