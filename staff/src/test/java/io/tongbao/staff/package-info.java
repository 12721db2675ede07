@NullMarked
package io.tongbao.staff;

import org.jspecify.annotations.NullMarked;
