@NullMarked
package io.tongbao.vault.hsm;

import org.jspecify.annotations.NullMarked;
