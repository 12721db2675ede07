@NullMarked
package io.tongbao.server;

import org.jspecify.annotations.NullMarked;
