/** Kills servers and databases under load and looks for lost or doubled payments. */
@NullMarked
package io.tongbao.bench.crash;

import org.jspecify.annotations.NullMarked;
