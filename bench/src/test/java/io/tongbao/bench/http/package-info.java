@NullMarked
package io.tongbao.bench.http;

import org.jspecify.annotations.NullMarked;
