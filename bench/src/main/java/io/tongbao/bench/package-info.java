/** Benchmarks, replay of real logs, crash tests: the figures of the product, each printed by a command. */
@NullMarked
package io.tongbao.bench;

import org.jspecify.annotations.NullMarked;
