/**
 * The HTTP API v1: one filter that reads, authenticates, limits and logs; thin controllers that turn JSON into commands of the
 * use cases; problem+json for everything that is refused.
 */
@NullMarked
package io.tongbao.merchant.http;

import org.jspecify.annotations.NullMarked;
