/** Diameter's frames (RFC 6733): messages and AVPs as bytes and back, without I/O. */
@NullMarked
package io.tongbao.carrier.diameter.wire;

import org.jspecify.annotations.NullMarked;
