/** Assembly: the entry point, the checks before the start, the Spring context and its web server. */
@NullMarked
package io.tongbao.server;

import org.jspecify.annotations.NullMarked;
