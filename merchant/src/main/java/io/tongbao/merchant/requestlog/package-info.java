/** One row for every API request, written behind the requests in batches and dropped by age. */
@NullMarked
package io.tongbao.merchant.requestlog;

import org.jspecify.annotations.NullMarked;
