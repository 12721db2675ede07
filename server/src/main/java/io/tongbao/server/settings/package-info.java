/** What the server is told from outside and what its database says it is; read by all wiring. */
@NullMarked
package io.tongbao.server.settings;

import org.jspecify.annotations.NullMarked;
