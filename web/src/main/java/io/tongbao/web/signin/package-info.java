/** How customers come in: sessions by code, password or passkey, what they prove themselves with, and the routes' frame. */
@NullMarked
package io.tongbao.web.signin;

import org.jspecify.annotations.NullMarked;
