/** How anybody, customer or staff, proves who they are: passwords, one-time codes, TOTP, passkeys, sessions, limits on guessing. This package is the module's API. */
@NullMarked
package io.tongbao.credential;

import org.jspecify.annotations.NullMarked;
