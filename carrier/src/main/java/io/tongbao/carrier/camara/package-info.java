/** Carriers that speak CAMARA carrier billing and carrier billing refund over HTTP. */
@NullMarked
package io.tongbao.carrier.camara;

import org.jspecify.annotations.NullMarked;
