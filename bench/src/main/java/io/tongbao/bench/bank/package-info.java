/** {@code bench bank}: authorisations over one ISO 8583 connection to a sandbox bank in another process. */
@NullMarked
package io.tongbao.bench.bank;

import org.jspecify.annotations.NullMarked;
