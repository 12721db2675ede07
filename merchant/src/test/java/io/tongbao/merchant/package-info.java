@NullMarked
package io.tongbao.merchant;

import org.jspecify.annotations.NullMarked;
