@NullMarked
package io.tongbao.web.pki;

import org.jspecify.annotations.NullMarked;
