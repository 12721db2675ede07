@NullMarked
package io.tongbao.ledger.posting;

import org.jspecify.annotations.NullMarked;
