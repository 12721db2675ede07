/** The JSON API of the operations console, {@code /ops/v1}: sign-in, people, proposals, audit trail. */
@NullMarked
package io.tongbao.web.staff;

import org.jspecify.annotations.NullMarked;
