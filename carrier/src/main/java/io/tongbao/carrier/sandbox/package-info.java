/** A carrier for trying and testing: own books, real sockets, trouble on demand. Never part of a production start. */
@NullMarked
package io.tongbao.carrier.sandbox;

import org.jspecify.annotations.NullMarked;
