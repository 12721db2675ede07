@NullMarked
package io.tongbao.postgres;

import org.jspecify.annotations.NullMarked;
