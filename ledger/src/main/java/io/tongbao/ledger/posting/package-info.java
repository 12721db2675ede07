/** Decides what a transfer does. Pure: no I/O, no clock, no threads; the store loads, calls this, and commits. */
@NullMarked
package io.tongbao.ledger.posting;

import org.jspecify.annotations.NullMarked;
