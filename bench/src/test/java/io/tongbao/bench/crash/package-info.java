@NullMarked
package io.tongbao.bench.crash;

import org.jspecify.annotations.NullMarked;
