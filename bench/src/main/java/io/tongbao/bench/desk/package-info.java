/** The product's use cases in the load tool's own process: for seeding, and for replays. */
@NullMarked
package io.tongbao.bench.desk;

import org.jspecify.annotations.NullMarked;
