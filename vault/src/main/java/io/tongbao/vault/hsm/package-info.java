/** Tokens behind PKCS#11: an HSM, or SoftHSM2 in tests. */
@NullMarked
package io.tongbao.vault.hsm;

import org.jspecify.annotations.NullMarked;
