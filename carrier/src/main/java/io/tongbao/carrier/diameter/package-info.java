/** Carriers that speak Diameter credit control (Gy, RFC 8506). */
@NullMarked
package io.tongbao.carrier.diameter;

import org.jspecify.annotations.NullMarked;
