/** What the world may read of our authorities: certificates, revocation lists, OCSP; and who a TLS client is. */
@NullMarked
package io.tongbao.web.pki;

import org.jspecify.annotations.NullMarked;
