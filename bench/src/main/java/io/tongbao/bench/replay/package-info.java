/** Runs a mobile-money log through the product's use cases, once and for ever. */
@NullMarked
package io.tongbao.bench.replay;

import org.jspecify.annotations.NullMarked;
