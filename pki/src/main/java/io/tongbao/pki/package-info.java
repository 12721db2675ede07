/** Certificates: the internal certification authority, revocation lists, trust anchors of external authorities. This package is the module's API. */
@NullMarked
package io.tongbao.pki;

import org.jspecify.annotations.NullMarked;
