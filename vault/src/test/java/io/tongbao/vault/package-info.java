@NullMarked
package io.tongbao.vault;

import org.jspecify.annotations.NullMarked;
