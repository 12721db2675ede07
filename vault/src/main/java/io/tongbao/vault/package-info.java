/**
 * Keys and what they seal: data keys wrapped by a key-encryption key (PKCS#12 file or HSM), sealed fields, keyed look-ups.
 * This package is the module's API.
 */
@NullMarked
package io.tongbao.vault;

import org.jspecify.annotations.NullMarked;
