@NullMarked
package io.tongbao.testkit;

import org.jspecify.annotations.NullMarked;
