@NullMarked
package io.tongbao.bench.attack;

import org.jspecify.annotations.NullMarked;
