@NullMarked
package io.tongbao.web.signin;

import org.jspecify.annotations.NullMarked;
