/** The beans of this module. */
@NullMarked
package io.tongbao.web.wiring;

import org.jspecify.annotations.NullMarked;
