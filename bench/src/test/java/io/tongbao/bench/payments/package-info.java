@NullMarked
package io.tongbao.bench.payments;

import org.jspecify.annotations.NullMarked;
