/** Backups of the keys directory: sealed with a passphrase, or with a secret that is split between custodians. */
@NullMarked
package io.tongbao.vault.backup;

import org.jspecify.annotations.NullMarked;
