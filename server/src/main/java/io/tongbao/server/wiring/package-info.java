/** How the modules' use cases are put together into one process. */
@NullMarked
package io.tongbao.server.wiring;

import org.jspecify.annotations.NullMarked;
