/** Customers' own API: registration, identity, account, PIN, devices, challenges, and what enterprises' operators do. */
@NullMarked
package io.tongbao.web.app;

import org.jspecify.annotations.NullMarked;
