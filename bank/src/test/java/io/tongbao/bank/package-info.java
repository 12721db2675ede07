@NullMarked
package io.tongbao.bank;

import org.jspecify.annotations.NullMarked;
