/** Load tools: benchmarks, replay of real logs, crash test. They see every module; none sees them. */
@NullMarked
package io.tongbao.bench;

import org.jspecify.annotations.NullMarked;
