/** Prepaid cards, for holders and for staff. */
@NullMarked
package io.tongbao.web.money.prepaid;

import org.jspecify.annotations.NullMarked;
