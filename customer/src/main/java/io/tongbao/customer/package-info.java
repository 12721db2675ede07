/**
 * Payers: who they are, their wallets, payment PINs and device keys. This package is the module's API.
 *
 * <p>Facts that never change (number, name, wallet account) are cached; what changes (status, PIN, device status) is judged
 * by guards inside the ledger's transaction.
 */
@NullMarked
package io.tongbao.customer;

import org.jspecify.annotations.NullMarked;
