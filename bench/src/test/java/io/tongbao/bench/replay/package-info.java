@NullMarked
package io.tongbao.bench.replay;

import org.jspecify.annotations.NullMarked;
