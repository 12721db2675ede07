/**
 * The double-entry ledger: accounts with four counters, append-only transfers, two-phase transfers, linked chains, group
 * commit with guards and riders. This package is the module's API.
 */
@NullMarked
package io.tongbao.ledger;

import org.jspecify.annotations.NullMarked;
