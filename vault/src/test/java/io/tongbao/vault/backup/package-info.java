@NullMarked
package io.tongbao.vault.backup;

import org.jspecify.annotations.NullMarked;
