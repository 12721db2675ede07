/** What all commands print with: a progress bar, one JSON line, one-line failures. */
@NullMarked
package io.tongbao.bench.cli;

import org.jspecify.annotations.NullMarked;
