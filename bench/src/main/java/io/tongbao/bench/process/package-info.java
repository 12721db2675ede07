/** Server processes as children, so that they can be killed. */
@NullMarked
package io.tongbao.bench.process;

import org.jspecify.annotations.NullMarked;
