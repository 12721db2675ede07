/** Kinds of proposals about customers, enterprises and trust anchors. */
@NullMarked
package io.tongbao.web.staff.change;

import org.jspecify.annotations.NullMarked;
