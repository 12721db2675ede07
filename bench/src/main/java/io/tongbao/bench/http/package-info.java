/** A lean HTTP/1.1 client for load: requests built beforehand, answers barely parsed. */
@NullMarked
package io.tongbao.bench.http;

import org.jspecify.annotations.NullMarked;
