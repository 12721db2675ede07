@NullMarked
package io.tongbao.credential;

import org.jspecify.annotations.NullMarked;
