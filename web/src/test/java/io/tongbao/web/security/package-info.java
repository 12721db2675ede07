@NullMarked
package io.tongbao.web.security;

import org.jspecify.annotations.NullMarked;
