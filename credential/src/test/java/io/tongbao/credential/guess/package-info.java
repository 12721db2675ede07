@NullMarked
package io.tongbao.credential.guess;

import org.jspecify.annotations.NullMarked;
