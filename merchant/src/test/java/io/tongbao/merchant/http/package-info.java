@NullMarked
package io.tongbao.merchant.http;

import org.jspecify.annotations.NullMarked;
