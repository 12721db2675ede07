@NullMarked
package io.tongbao.edge;

import org.jspecify.annotations.NullMarked;
