@NullMarked
package io.tongbao.pki;

import org.jspecify.annotations.NullMarked;
