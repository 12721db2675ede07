/** What keeps browsers and strangers in bounds: cookies, CSRF, headers, transport, rates by address. */
@NullMarked
package io.tongbao.web.security;

import org.jspecify.annotations.NullMarked;
