/** Key-encryption keys and where they lie: a PKCS#12 file or a token behind PKCS#11. */
@NullMarked
package io.tongbao.vault.kek;

import org.jspecify.annotations.NullMarked;
