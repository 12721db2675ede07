/** What routes about money have in common. */
@NullMarked
package io.tongbao.web.money;

import org.jspecify.annotations.NullMarked;
