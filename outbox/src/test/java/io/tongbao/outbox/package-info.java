@NullMarked
package io.tongbao.outbox;

import org.jspecify.annotations.NullMarked;
